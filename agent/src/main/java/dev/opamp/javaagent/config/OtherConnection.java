package dev.opamp.javaagent.config;

import dev.opamp.javaagent.net.ProxySettings;
import dev.opamp.javaagent.net.TlsSettings;
import dev.opamp.javaagent.opamp.ClientCertificate;
import dev.opamp.javaagent.opamp.DestinationOffer;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A named connection as all offers of it together have made it. What was never offered is null.
 * Immutable; header values, keys and proxy credentials are secrets.
 */
public final class OtherConnection {

  static final OtherConnection UNKNOWN = new OtherConnection(DestinationOffer.builder().build());

  private final DestinationOffer offered;

  private OtherConnection(DestinationOffer offered) {
    this.offered = offered;
  }

  /** Returns this connection with an offer applied: what the offer leaves out stays as it is. */
  public OtherConnection with(DestinationOffer offer) {
    String endpoint = offer.endpoint() == null ? offered.endpoint() : offer.endpoint();
    DestinationOffer.Builder both = DestinationOffer.builder();
    if (endpoint != null) {
      both.endpoint(endpoint);
    }
    return new OtherConnection(
        both.headers(offer.headers() == null ? offered.headers() : offer.headers())
            .certificate(offer.certificate() == null ? offered.certificate() : offer.certificate())
            .tls(offer.tls() == null ? offered.tls() : offer.tls())
            .proxy(offer.proxy() == null ? offered.proxy() : offer.proxy())
            .build());
  }

  /** All offers of it as one, as they are to be kept. */
  public DestinationOffer asOffer() {
    return offered;
  }

  @Nullable String endpoint() {
    return offered.endpoint();
  }

  Map<String, String> headers() {
    Map<String, String> headers = offered.headers();
    return headers == null ? Collections.emptyMap() : headers;
  }

  @Nullable ClientCertificate certificate() {
    return offered.certificate();
  }

  @Nullable TlsSettings tls() {
    return offered.tls();
  }

  @Nullable ProxySettings proxy() {
    return offered.proxy();
  }

  /** Returns TLS settings with what this connection says laid over them. */
  TlsSettings over(TlsSettings base) {
    TlsSettings.Builder settings = tls() == null ? base.toBuilder() : tls().toBuilder();
    ClientCertificate certificate = certificate();
    return certificate == null
        ? settings
            .client(base.clientCertificate(), base.clientKey())
            .clientIssuer(base.clientIssuer())
            .build()
        : settings
            .client(certificate.certificate(), certificate.privateKey())
            .clientIssuer(certificate.issuer())
            .build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OtherConnection
        && Objects.equals(endpoint(), ((OtherConnection) other).endpoint())
        && headers().equals(((OtherConnection) other).headers())
        && Objects.equals(certificate(), ((OtherConnection) other).certificate())
        && Objects.equals(tls(), ((OtherConnection) other).tls())
        && Objects.equals(proxy(), ((OtherConnection) other).proxy());
  }

  @Override
  public int hashCode() {
    return Objects.hash(endpoint(), headers());
  }
}
