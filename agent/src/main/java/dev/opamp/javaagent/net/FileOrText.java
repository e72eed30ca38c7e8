package dev.opamp.javaagent.net;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that is either in a file or given as it is, and what messages call it. The name does
 * not count for equality; {@code toString} tells nothing of the text, which may be a secret.
 */
final class FileOrText {

  final String name;
  final @Nullable Path file;
  final @Nullable String text;

  private FileOrText(String name, @Nullable Path file, @Nullable String text) {
    this.name = name;
    this.file = file;
    this.text = text;
  }

  static FileOrText file(String name, Path file) {
    return new FileOrText(name, file, null);
  }

  static FileOrText text(String name, String text) {
    return new FileOrText(name, null, text);
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof FileOrText
        && Objects.equals(file, ((FileOrText) o).file)
        && Objects.equals(text, ((FileOrText) o).text);
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
