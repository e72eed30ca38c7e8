package dev.opamp.javaagent.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key store or trust store file, PKCS12 or JKS by its content; read anew each time. Immutable.
 */
public final class KeyStoreFile {

  private static final int MAX_BYTES = 16 * 1024 * 1024;
  private static final int JKS_MAGIC = 0xfeedfeed;
  private static final int JCEKS_MAGIC = 0xcececece;
  private static final int DER_SEQUENCE = 0x30;

  private final String name;
  private final Path file;
  private final @Nullable SecretSource password;

  /**
   * A file and what opens it.
   *
   * @param name the setting that names the file, for messages
   * @param password null when there is none
   */
  public KeyStoreFile(String name, Path file, @Nullable SecretSource password) {
    this.name = name;
    this.file = file;
    this.password = password;
  }

  public Path file() {
    return file;
  }

  /** What opens the file; null when nothing is needed. */
  public @Nullable SecretSource password() {
    return password;
  }

  /** Reads the store with everything in it. */
  KeyStore read() throws IOException, GeneralSecurityException {
    byte[] content = content();
    KeyStore store = KeyStore.getInstance(type(content));
    char[] opening = password == null ? null : password.read().toCharArray();
    try {
      store.load(new ByteArrayInputStream(content), opening);
    } catch (IOException | RuntimeException e) {
      throw failure(
          password == null
              ? "cannot be opened; it is damaged or needs a password"
              : "cannot be opened; the password is wrong or the file is damaged");
    }
    return store;
  }

  /** A failure that names the source: the setting and the file. */
  TlsException failure(String reason) {
    return new TlsException(this + ": " + reason);
  }

  private byte[] content() throws TlsException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw failure("is too large for a key store");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw failure("does not exist");
    } catch (TlsException e) {
      throw e;
    } catch (IOException e) {
      throw failure("cannot be read: " + OneLine.of(e));
    }
  }

  private String type(byte[] content) throws TlsException {
    if (content.length > 4) {
      int magic =
          (content[0] & 0xff) << 24
              | (content[1] & 0xff) << 16
              | (content[2] & 0xff) << 8
              | (content[3] & 0xff);
      if (magic == JKS_MAGIC) {
        return "JKS";
      }
      if (magic == JCEKS_MAGIC) {
        return "JCEKS";
      }
      if (content[0] == DER_SEQUENCE) {
        return "PKCS12";
      }
    }
    throw failure("is neither PKCS12 nor JKS");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyStoreFile
        && file.equals(((KeyStoreFile) other).file)
        && Objects.equals(password, ((KeyStoreFile) other).password);
  }

  @Override
  public int hashCode() {
    return Objects.hash(file, password);
  }

  @Override
  public String toString() {
    return name + ": " + file;
  }
}
