package dev.opamp.javaagent.cli;

/** A JVM that cannot be asked for anything; the message says why. */
final class UnreachableException extends Exception {

  private static final long serialVersionUID = 1L;

  UnreachableException(String reason) {
    super(OneLine.of(reason));
  }
}
