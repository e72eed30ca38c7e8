package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.opamp.OwnTelemetryOffer;
import dev.opamp.javaagent.opamp.TelemetryDestination;
import dev.opamp.javaagent.settings.OwnTelemetrySettings;
import dev.opamp.javaagent.state.StateStore;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where the agent's own telemetry goes before the server is reached: for each signal what the
 * server offered in an earlier run, else what the local settings say. Used on one thread.
 *
 * <p>Offers are kept with their headers, in a file that only its owner can read.
 */
final class OwnTelemetryDestinations {

  private static final AgentLogger LOG = AgentLogger.get("own-telemetry");
  private static final String ENTRY = "own-telemetry";
  private static final OwnTelemetryOffer NONE = new OwnTelemetryOffer(null, null, null);

  private final OwnTelemetryOffer local;
  private final StateStore state;
  private OwnTelemetryOffer accepted;

  OwnTelemetryDestinations(OwnTelemetrySettings settings, StateStore state) {
    this.local = offerOf(settings);
    this.state = state;
    this.accepted = load();
  }

  /** What the local settings say. */
  OwnTelemetryOffer local() {
    return local;
  }

  /** What counts at the start. */
  OwnTelemetryOffer initial() {
    return accepted.over(local);
  }

  /** Keeps destinations that are in force for the next start. */
  void accepted(OwnTelemetryOffer offer) {
    accepted = offer.over(accepted);
    try {
      state.put(ENTRY, StoredDestinations.encode(accepted));
    } catch (IOException e) {
      LOG.warn("the offered own telemetry destinations cannot be stored: " + e.getMessage());
    }
  }

  private OwnTelemetryOffer load() {
    byte[] content = state.get(ENTRY);
    if (content == null) {
      return NONE;
    }
    try {
      return StoredDestinations.decode(content);
    } catch (IOException e) {
      LOG.warn("the stored own telemetry destinations are not used: " + e.getMessage());
      state.remove(ENTRY);
      return NONE;
    }
  }

  private static OwnTelemetryOffer offerOf(OwnTelemetrySettings settings) {
    return new OwnTelemetryOffer(
        destination(settings, "/v1/metrics"),
        destination(settings, "/v1/traces"),
        destination(settings, "/v1/logs"));
  }

  private static @Nullable TelemetryDestination destination(
      OwnTelemetrySettings settings, String path) {
    URI base = settings.endpoint();
    return base == null
        ? null
        : new TelemetryDestination(base + path, settings.headers(), settings.tls(), null);
  }
}
