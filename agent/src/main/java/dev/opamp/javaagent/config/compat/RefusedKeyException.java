package dev.opamp.javaagent.config.compat;

/** A key that cannot be honoured; the message says why, and never repeats the value. */
final class RefusedKeyException extends Exception {

  private static final long serialVersionUID = 1L;

  RefusedKeyException(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
