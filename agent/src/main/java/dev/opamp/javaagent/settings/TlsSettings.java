package dev.opamp.javaagent.settings;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** PEM files for the TLS connection to the server; each may be absent. */
public final class TlsSettings {

  private final @Nullable Path trustedCertificates;
  private final @Nullable Path clientCertificate;
  private final @Nullable Path clientKey;

  public TlsSettings(
      @Nullable Path trustedCertificates,
      @Nullable Path clientCertificate,
      @Nullable Path clientKey) {
    this.trustedCertificates = trustedCertificates;
    this.clientCertificate = clientCertificate;
    this.clientKey = clientKey;
  }

  /** CA certificates to trust instead of the JVM's; null means the JVM's. */
  public @Nullable Path trustedCertificates() {
    return trustedCertificates;
  }

  /** The client's certificate chain; null when the client does not authenticate itself. */
  public @Nullable Path clientCertificate() {
    return clientCertificate;
  }

  /** The client's private key, PKCS#1 or PKCS#8 PEM; null exactly when there is no certificate. */
  public @Nullable Path clientKey() {
    return clientKey;
  }
}
