package dev.opamp.javaagent.testing.suites.documents;

import org.jspecify.annotations.Nullable;

/**
 * One line of the table: a document, what becomes of it, and how that is seen.
 *
 * @param document YAML, with placeholders for {@link Places}
 * @param failedAt the path that the refusal names; null when the document is applied
 * @param seen what must be true while the document is in force, or after it was refused
 */
public record Row(String name, String document, @Nullable String failedAt, Check seen) {

  private static final String HEAD = "file_format: \"1.1\"\n";

  /** Looks at what arrives. */
  public interface Check {
    void in(Scene scene) throws Exception;
  }

  static Row applied(String name, String body, Check seen) {
    return new Row(name, HEAD + body, null, seen);
  }

  static Row failed(String name, String path, String body) {
    return new Row(name, HEAD + body, path, scene -> {});
  }

  /** So that each row of a table shows by its name. */
  @Override
  public String toString() {
    return name;
  }
}
