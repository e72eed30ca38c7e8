package dev.opamp.javaagent.config;

import org.jspecify.annotations.Nullable;

/** Where one value of a document was written, and how. */
final class Origin {

  private static final int NAME_LIMIT = 80;

  private final String file;
  private final int line;
  private final @Nullable String text;
  private final boolean substituted;

  /**
   * @param text what stood there, for an unquoted scalar; null for anything else
   * @param substituted whether the value came from the environment, and may be a secret
   */
  Origin(String file, int line, @Nullable String text, boolean substituted) {
    this.file = file;
    this.line = line;
    this.text = text;
    this.substituted = substituted;
  }

  @Nullable String text() {
    return text;
  }

  int line() {
    return line;
  }

  boolean isSubstituted() {
    return substituted;
  }

  ConfigProblem problem(String path, String message) {
    return new ConfigProblem(path, line, message + inFile(file));
  }

  /** Returns the words that name a file at the end of a message; nothing for the empty name. */
  static String inFile(String file) {
    if (file.isEmpty()) {
      return "";
    }
    String shown = file.length() > NAME_LIMIT ? file.substring(0, NAME_LIMIT) + "…" : file;
    return " (in file " + shown + ")";
  }
}
