package dev.opamp.javaagent.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the files of TLS settings hold, as a digest. Their times would not do: they are kept in
 * whole seconds by some, and set back by tools that copy. Compared by value.
 */
final class TlsFingerprint {

  private static final byte[] MISSING = {0};
  private static final byte[] PRESENT = {1};

  private final byte[] digest;

  private TlsFingerprint(byte[] digest) {
    this.digest = digest;
  }

  /** Reads the files, which are small; one that cannot be read counts as a state of its own. */
  static TlsFingerprint of(TlsSettings settings) {
    MessageDigest digest = sha256();
    update(digest, settings.trustedCertificates());
    update(digest, settings.clientCertificate());
    update(digest, settings.clientKey());
    return new TlsFingerprint(digest.digest());
  }

  private static void update(MessageDigest digest, @Nullable PemSource source) {
    Path file = source == null ? null : source.file();
    if (file == null) {
      return;
    }
    try {
      if (Files.size(file) <= PemFile.MAX_BYTES) {
        byte[] content = Files.readAllBytes(file);
        digest.update(PRESENT);
        digest.update(content);
        return;
      }
    } catch (IOException e) {
      // Reading it for use says why.
    }
    digest.update(MISSING);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TlsFingerprint
        && Arrays.equals(digest, ((TlsFingerprint) other).digest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest);
  }
}
