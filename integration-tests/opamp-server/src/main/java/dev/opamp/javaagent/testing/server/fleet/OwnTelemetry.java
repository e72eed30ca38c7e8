package dev.opamp.javaagent.testing.server.fleet;

import dev.opamp.javaagent.opamp.proto.ConnectionSettingsOffers;
import dev.opamp.javaagent.opamp.proto.Header;
import dev.opamp.javaagent.opamp.proto.Headers;
import dev.opamp.javaagent.opamp.proto.TelemetryConnectionSettings;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an agent shall send its own telemetry: OTLP/HTTP endpoints; null offers nothing for that
 * signal.
 *
 * @param headers sent with every export of all three
 */
public record OwnTelemetry(
    @Nullable String metricsEndpoint,
    @Nullable String tracesEndpoint,
    @Nullable String logsEndpoint,
    Map<String, String> headers) {

  /** The offer, without a hash. */
  public ConnectionSettingsOffers toProto() {
    ConnectionSettingsOffers.Builder offer = ConnectionSettingsOffers.newBuilder();
    if (metricsEndpoint != null) {
      offer.setOwnMetrics(settings(metricsEndpoint));
    }
    if (tracesEndpoint != null) {
      offer.setOwnTraces(settings(tracesEndpoint));
    }
    if (logsEndpoint != null) {
      offer.setOwnLogs(settings(logsEndpoint));
    }
    return offer.build();
  }

  private TelemetryConnectionSettings settings(String endpoint) {
    Headers.Builder list = Headers.newBuilder();
    headers.forEach(
        (key, value) -> list.addHeaders(Header.newBuilder().setKey(key).setValue(value)));
    return TelemetryConnectionSettings.newBuilder()
        .setDestinationEndpoint(endpoint)
        .setHeaders(list)
        .build();
  }
}
