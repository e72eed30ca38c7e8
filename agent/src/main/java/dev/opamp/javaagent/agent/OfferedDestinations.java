package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.net.ProxySettings;
import dev.opamp.javaagent.net.TlsSettings;
import dev.opamp.javaagent.opamp.ClientCertificate;
import dev.opamp.javaagent.opamp.ConnectionSettingsOffer;
import dev.opamp.javaagent.opamp.DestinationOffer;
import dev.opamp.javaagent.opamp.OwnTelemetryOffer;
import dev.opamp.javaagent.opamp.TelemetryDestination;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an offer makes of the destinations in force. TLS and proxy that are left out stay as they
 * are; headers and a client certificate that are left out are none, so that credentials never go to
 * a destination they were not offered for. Immutable.
 */
final class OfferedDestinations {

  private final OwnTelemetryOffer destinations;
  private final List<String> problems;

  private OfferedDestinations(OwnTelemetryOffer destinations, List<String> problems) {
    this.destinations = destinations;
    this.problems = Collections.unmodifiableList(problems);
  }

  static OfferedDestinations of(ConnectionSettingsOffer offer, OwnTelemetryOffer inForce) {
    List<String> problems = new ArrayList<>();
    OwnTelemetryOffer merged =
        new OwnTelemetryOffer(
            merge("own_metrics", offer.ownMetrics(), inForce.metrics(), problems),
            merge("own_traces", offer.ownTraces(), inForce.traces(), problems),
            merge("own_logs", offer.ownLogs(), inForce.logs(), problems));
    return new OfferedDestinations(merged, problems);
  }

  OwnTelemetryOffer destinations() {
    return destinations;
  }

  /** Why parts of the offer cannot be used, each beginning with the name of its part. */
  List<String> problems() {
    return problems;
  }

  private static @Nullable TelemetryDestination merge(
      String part,
      @Nullable DestinationOffer offer,
      @Nullable TelemetryDestination inForce,
      List<String> problems) {
    if (offer == null) {
      return null;
    }
    ClientCertificate certificate = offer.certificate();
    if (certificate != null && certificate.privateKey() == null) {
      problems.add(part + ": certificate.private_key is missing");
      return null;
    }
    String endpoint = offer.endpoint();
    Map<String, String> headers = offer.headers();
    return new TelemetryDestination(
        endpoint == null ? "" : endpoint,
        headers == null ? Collections.emptyMap() : headers,
        tls(offer, inForce),
        proxy(offer, inForce));
  }

  private static TlsSettings tls(DestinationOffer offer, @Nullable TelemetryDestination inForce) {
    TlsSettings offered = offer.tls();
    TlsSettings unchanged = inForce == null ? TlsSettings.defaults() : inForce.tls();
    ClientCertificate certificate = offer.certificate();
    return (offered == null ? unchanged : offered)
        .toBuilder()
            .client(
                certificate == null ? null : certificate.certificate(),
                certificate == null ? null : certificate.privateKey())
            .clientIssuer(certificate == null ? null : certificate.issuer())
            .clientKeyPassword(null)
            .clientKeyStore(null)
            .build();
  }

  private static @Nullable ProxySettings proxy(
      DestinationOffer offer, @Nullable TelemetryDestination inForce) {
    ProxySettings offered = offer.proxy();
    return offered == null && inForce != null ? inForce.proxy() : offered;
  }
}
