package dev.opamp.javaagent.cli;

/** Checks what is given as the ID of a process. */
final class ProcessId {

  private ProcessId() {}

  /** Returns it; the message does not repeat what is none, as it may be a setting with a secret. */
  static String parse(String text) throws UsageException {
    if (!text.matches("[1-9][0-9]{0,9}")) {
      throw new UsageException("the first argument is not a process ID");
    }
    return text;
  }
}
