package io.opentelemetry.sdk.autoconfigure.declarativeconfig;

/** A document that does not have the shape of the model. */
public final class ModelMismatchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String path;

  ModelMismatchException(String path, String message) {
    super(message);
    this.path = path;
  }

  /** A value that is not of a type of the model. */
  static ModelMismatchException invalid(String path, Class<?> type) {
    return new ModelMismatchException(
        path, "is not a valid " + type.getSimpleName().replace("Model", ""));
  }

  /** Returns the dotted path of the offending key, relative to the converted document. */
  public String path() {
    return path;
  }
}
