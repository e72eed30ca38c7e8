package dev.opamp.javaagent.net;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where PEM text comes from: a file, read anew each time it is wanted, or the text itself, as a
 * server offers it. Immutable; {@code toString} tells nothing of the text.
 */
public final class PemSource {

  private final FileOrText source;

  private PemSource(FileOrText source) {
    this.source = source;
  }

  /**
   * A file.
   *
   * @param name the setting or the key that names the file, for messages
   */
  public static PemSource file(String name, Path file) {
    return new PemSource(FileOrText.file(name, file));
  }

  /**
   * The text itself.
   *
   * @param name what the text is, for messages, for example {@code certificate.private_key}
   */
  public static PemSource text(String name, String text) {
    return new PemSource(FileOrText.text(name, text));
  }

  /** What messages call it. */
  public String name() {
    return source.name;
  }

  /** The file; null when the text itself was given. */
  public @Nullable Path file() {
    return source.file;
  }

  /** The text; null when a file was given. A secret when it is a key. */
  public @Nullable String text() {
    return source.text;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof PemSource && source.equals(((PemSource) o).source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  @Override
  public String toString() {
    return source.toString();
  }
}
