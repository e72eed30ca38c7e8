package dev.opamp.javaagent.cli;

/** A file that cannot be read; the message names it and the reason. */
final class UnreadableException extends Exception {

  private static final long serialVersionUID = 1L;

  UnreadableException(String file, String reason) {
    super(OneLine.of(file + ": cannot be read: " + reason));
  }
}
