package io.opentelemetry.sdk.autoconfigure.declarativeconfig;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns trees of maps and lists into the library's model, and its complaints into paths. */
final class ModelMapping {

  private ModelMapping() {}

  /** A key that is present without a value means the model's defaults. */
  static <M> M convert(@Nullable Object document, Class<M> type) {
    Object tree = document == null ? Collections.emptyMap() : document;
    try {
      return DeclarativeConfiguration.MAPPER.convertValue(tree, type);
    } catch (IllegalArgumentException e) {
      if (e.getCause() instanceof JsonMappingException) {
        throw mismatch((JsonMappingException) e.getCause());
      }
      throw e;
    }
  }

  static <M> @Nullable M convertOrNull(@Nullable Object document, Class<M> type) {
    return document == null ? null : convert(document, type);
  }

  private static ModelMismatchException mismatch(JsonMappingException e) {
    String path = path(e.getPath());
    if (e instanceof UnrecognizedPropertyException) {
      return new ModelMismatchException(path, "is not a known key");
    }
    if (e instanceof MismatchedInputException
        && ((MismatchedInputException) e).getTargetType() != null) {
      String type = ((MismatchedInputException) e).getTargetType().getSimpleName();
      return new ModelMismatchException(path, "is not a valid " + type.replace("Model", ""));
    }
    return new ModelMismatchException(path, "has no valid value");
  }

  private static String path(List<Reference> references) {
    StringBuilder path = new StringBuilder();
    for (Reference reference : references) {
      if (reference.getFieldName() == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.length() == 0 ? "" : ".").append(reference.getFieldName());
      }
    }
    return path.toString();
  }
}
