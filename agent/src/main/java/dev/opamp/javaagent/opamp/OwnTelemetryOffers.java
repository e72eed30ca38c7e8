package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsOffers;
import dev.opamp.javaagent.opamp.proto.Header;
import dev.opamp.javaagent.opamp.proto.TelemetryConnectionSettings;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Passes on offered destinations of own telemetry that are claimed, valid, and new. */
final class OwnTelemetryOffers {

  private enum Signal {
    METRICS(Capabilities.REPORTS_OWN_METRICS),
    TRACES(Capabilities.REPORTS_OWN_TRACES),
    LOGS(Capabilities.REPORTS_OWN_LOGS);

    private final long capability;

    Signal(long capability) {
      this.capability = capability;
    }
  }

  private static final AgentLogger LOG = AgentLogger.get(OwnTelemetryOffers.class);

  private final Capabilities claimed;
  private final OfferListener listener;
  private final Map<Signal, TelemetryDestination> last = new EnumMap<>(Signal.class);

  OwnTelemetryOffers(Capabilities claimed, OfferListener listener) {
    this.claimed = claimed;
    this.listener = listener;
  }

  void onOffer(ConnectionSettingsOffers offers) {
    TelemetryDestination metrics =
        news(Signal.METRICS, offers.hasOwnMetrics() ? offers.getOwnMetrics() : null);
    TelemetryDestination traces =
        news(Signal.TRACES, offers.hasOwnTraces() ? offers.getOwnTraces() : null);
    TelemetryDestination logs = news(Signal.LOGS, offers.hasOwnLogs() ? offers.getOwnLogs() : null);
    if (metrics != null || traces != null || logs != null) {
      ConnectionSettingsOffer offer =
          new ConnectionSettingsOffer(
              offerOf(metrics), offerOf(traces), offerOf(logs), Collections.emptyMap());
      Contained.run(
          "own telemetry listener", () -> listener.onConnectionSettings(offer, problems -> {}));
    }
  }

  private @Nullable TelemetryDestination news(
      Signal signal, @Nullable TelemetryConnectionSettings offered) {
    if (offered == null || !claimed.has(signal.capability)) {
      return null;
    }
    if (offered.getDestinationEndpoint().isEmpty()) {
      LOG.debug("an offer without destination for own " + signal + " was ignored");
      return null;
    }
    TelemetryDestination destination = decode(offered);
    return destination.equals(last.put(signal, destination)) ? null : destination;
  }

  private static @Nullable DestinationOffer offerOf(@Nullable TelemetryDestination destination) {
    return destination == null
        ? null
        : DestinationOffer.builder()
            .endpoint(destination.endpoint())
            .headers(destination.headers())
            .build();
  }

  private static TelemetryDestination decode(TelemetryConnectionSettings offered) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : offered.getHeaders().getHeadersList()) {
      headers.put(header.getKey(), header.getValue());
    }
    return new TelemetryDestination(offered.getDestinationEndpoint(), headers);
  }
}
