package dev.opamp.javaagent.config.compat;

/** A compatibility key that cannot be honoured, and why. Immutable. */
public final class KeyProblem {

  private final String path;
  private final String reason;

  KeyProblem(String path, String reason) {
    this.path = path;
    this.reason = reason;
  }

  /** The file and the key, as in {@code elastic.sampling_rate}. */
  public String path() {
    return path;
  }

  /** Why it is not honoured; free of values. */
  public String reason() {
    return reason;
  }
}
