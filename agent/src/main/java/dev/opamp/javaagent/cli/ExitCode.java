package dev.opamp.javaagent.cli;

/** How a command ends, for scripts; as {@code diff} and {@code grep} do. */
final class ExitCode {

  static final int FINE = 0;

  /** The answer is no: a document has errors, or two documents are not the same. */
  static final int NO = 1;

  /** There is no answer. */
  static final int TROUBLE = 2;

  private ExitCode() {}
}
