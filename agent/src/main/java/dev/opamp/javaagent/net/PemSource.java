package dev.opamp.javaagent.net;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where PEM text comes from: a file, read anew each time it is wanted, or the text itself, as a
 * server offers it. Immutable; {@code toString} tells nothing of the text.
 */
public final class PemSource {

  private final String name;
  private final @Nullable Path file;
  private final @Nullable String text;

  private PemSource(String name, @Nullable Path file, @Nullable String text) {
    this.name = name;
    this.file = file;
    this.text = text;
  }

  /**
   * A file.
   *
   * @param name the setting or the key that names the file, for messages
   */
  public static PemSource file(String name, Path file) {
    return new PemSource(name, file, null);
  }

  /**
   * The text itself.
   *
   * @param name what the text is, for messages, for example {@code certificate.private_key}
   */
  public static PemSource text(String name, String text) {
    return new PemSource(name, null, text);
  }

  /** What messages call it. */
  public String name() {
    return name;
  }

  /** The file; null when the text itself was given. */
  public @Nullable Path file() {
    return file;
  }

  /** The text; null when a file was given. A secret when it is a key. */
  public @Nullable String text() {
    return text;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PemSource
        && Objects.equals(file, ((PemSource) other).file)
        && Objects.equals(text, ((PemSource) other).text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(file, text);
  }

  @Override
  public String toString() {
    return file == null ? name : name + ": " + file;
  }
}
