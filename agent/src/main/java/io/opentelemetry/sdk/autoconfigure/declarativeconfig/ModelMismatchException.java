package io.opentelemetry.sdk.autoconfigure.declarativeconfig;

/** A document that does not have the shape of the model. */
public final class ModelMismatchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String path;

  ModelMismatchException(String path, String message) {
    super(message);
    this.path = path;
  }

  /** Returns the dotted path of the offending key, relative to the converted document. */
  public String path() {
    return path;
  }
}
