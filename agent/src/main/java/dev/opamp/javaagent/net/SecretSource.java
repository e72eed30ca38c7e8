package dev.opamp.javaagent.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a password or a token comes from: a file, read anew each time it is wanted, or the text
 * itself. Immutable; {@code toString} and messages tell nothing of the secret.
 */
public final class SecretSource {

  private static final int MAX_BYTES = 64 * 1024;

  private final FileOrText source;

  private SecretSource(FileOrText source) {
    this.source = source;
  }

  /**
   * A file that holds the secret on its one line; white space around it does not count.
   *
   * @param name the setting that names the file, for messages
   */
  public static SecretSource file(String name, Path file) {
    return new SecretSource(FileOrText.file(name, file));
  }

  /**
   * The secret itself.
   *
   * @param name the setting that holds it, for messages
   */
  public static SecretSource text(String name, String text) {
    return new SecretSource(FileOrText.text(name, text));
  }

  /** The file; null when the text itself was given. */
  public @Nullable Path file() {
    return source.file;
  }

  /**
   * Returns the secret.
   *
   * @throws TlsException naming the setting, the file and the reason, never the content
   */
  public String read() throws TlsException {
    Path file = source.file;
    return file == null ? String.valueOf(source.text) : oneLine(file, content(file));
  }

  private String content(Path path) throws TlsException {
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw failure(path, "is too large for a secret");
      }
      byte[] bytes = Files.readAllBytes(path);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw failure(path, "does not exist");
    } catch (CharacterCodingException e) {
      throw failure(path, "is not UTF-8");
    } catch (TlsException e) {
      throw e;
    } catch (IOException e) {
      throw failure(path, "cannot be read: " + OneLine.of(e));
    }
  }

  private String oneLine(Path path, String content) throws TlsException {
    String secret = content.trim();
    if (secret.isEmpty()) {
      throw failure(path, "is empty");
    }
    if (secret.indexOf('\n') >= 0 || secret.indexOf('\r') >= 0) {
      throw failure(path, "has more than one line");
    }
    return secret;
  }

  private TlsException failure(Path path, String reason) {
    return new TlsException(source.name + ": " + path + " " + reason);
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof SecretSource && source.equals(((SecretSource) o).source);
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
