package dev.opamp.javaagent.testing.server.console;

/** A request that cannot be answered, told in words. */
final class ApiException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;

  ApiException(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
