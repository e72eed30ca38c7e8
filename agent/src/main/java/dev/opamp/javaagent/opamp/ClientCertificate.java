package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.net.PemSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An offered client certificate (spec: TLSCertificate). Immutable; the key is a secret. */
public final class ClientCertificate {

  private final PemSource certificate;
  private final @Nullable PemSource privateKey;
  private final @Nullable PemSource issuer;

  /**
   * An offered certificate and what came with it.
   *
   * @param certificate the chain, the client's own certificate first
   * @param privateKey null when the certificate answers a request of ours, whose key we have
   * @param issuer the CA that signed it, for the end of the chain; never trusted for servers
   */
  public ClientCertificate(
      PemSource certificate, @Nullable PemSource privateKey, @Nullable PemSource issuer) {
    this.certificate = certificate;
    this.privateKey = privateKey;
    this.issuer = issuer;
  }

  public PemSource certificate() {
    return certificate;
  }

  public @Nullable PemSource privateKey() {
    return privateKey;
  }

  public @Nullable PemSource issuer() {
    return issuer;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ClientCertificate
        && certificate.equals(((ClientCertificate) other).certificate)
        && Objects.equals(privateKey, ((ClientCertificate) other).privateKey)
        && Objects.equals(issuer, ((ClientCertificate) other).issuer);
  }

  @Override
  public int hashCode() {
    return Objects.hash(certificate, privateKey, issuer);
  }
}
