package dev.opamp.javaagent.testing.suites.documents;

/**
 * A valid document with one thing wrong.
 *
 * @param kind what is wrong, in words
 * @param key the key of the schema that it is wrong with, {@code Type.key}
 * @param path what the refusal must name
 */
public record Breakage(String kind, String key, String path, String document) {

  /** So that each shows by its name. */
  @Override
  public String toString() {
    return kind + ": " + path;
  }
}
