package io.opentelemetry.sdk.autoconfigure.declarativeconfig;

import org.jspecify.annotations.Nullable;

/** Turns trees of maps and lists into the library's model. */
final class ModelMapping {

  private ModelMapping() {}

  /**
   * A key that is present without a value means the model's defaults.
   *
   * @throws ModelMismatchException naming the first key that does not fit
   */
  static <M> M convert(@Nullable Object document, Class<M> type) {
    return ModelReader.read(document, type);
  }

  static <M> @Nullable M convertOrNull(@Nullable Object document, Class<M> type) {
    return document == null ? null : convert(document, type);
  }
}
