package dev.opamp.javaagent.cli;

/** Arguments that make no sense, and why. */
final class UsageException extends Exception {

  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
