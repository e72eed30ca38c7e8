package dev.opamp.javaagent.config;

/** One thing wrong with a configuration: where, and why. */
public final class ConfigProblem {

  private final String path;
  private final int line;
  private final String message;

  /**
   * @param path dotted path of the key, list items as {@code [0]}; empty for the whole document
   * @param line 1-based line in its file, 0 when unknown
   * @param message the reason, free of secrets
   */
  public ConfigProblem(String path, int line, String message) {
    this.path = path;
    this.line = line;
    this.message = message;
  }

  public String path() {
    return path;
  }

  public int line() {
    return line;
  }

  public String message() {
    return message;
  }

  @Override
  public String toString() {
    String where = path.isEmpty() ? "document" : path;
    return where + (line > 0 ? " (line " + line + ")" : "") + ": " + message;
  }
}
