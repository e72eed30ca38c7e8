package dev.opamp.javaagent.opamp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What of a {@code ConnectionSettingsOffers} is not about the OpAMP connection itself, less what
 * the agent does not claim. A part that is absent stays as it is. Immutable.
 */
public final class ConnectionSettingsOffer {

  private final @Nullable DestinationOffer ownMetrics;
  private final @Nullable DestinationOffer ownTraces;
  private final @Nullable DestinationOffer ownLogs;
  private final Map<String, DestinationOffer> otherConnections;

  /**
   * An offer of destinations.
   *
   * @param otherConnections by name; empty when none are offered
   */
  public ConnectionSettingsOffer(
      @Nullable DestinationOffer ownMetrics,
      @Nullable DestinationOffer ownTraces,
      @Nullable DestinationOffer ownLogs,
      Map<String, DestinationOffer> otherConnections) {
    this.ownMetrics = ownMetrics;
    this.ownTraces = ownTraces;
    this.ownLogs = ownLogs;
    this.otherConnections = Collections.unmodifiableMap(new TreeMap<>(otherConnections));
  }

  public @Nullable DestinationOffer ownMetrics() {
    return ownMetrics;
  }

  public @Nullable DestinationOffer ownTraces() {
    return ownTraces;
  }

  public @Nullable DestinationOffer ownLogs() {
    return ownLogs;
  }

  public Map<String, DestinationOffer> otherConnections() {
    return otherConnections;
  }

  public boolean isEmpty() {
    return ownMetrics == null && ownTraces == null && ownLogs == null && otherConnections.isEmpty();
  }

  /** The names of the parts, as problems with them begin. */
  List<String> parts() {
    List<String> parts = new ArrayList<>();
    if (ownMetrics != null) {
      parts.add("own_metrics");
    }
    if (ownTraces != null) {
      parts.add("own_traces");
    }
    if (ownLogs != null) {
      parts.add("own_logs");
    }
    otherConnections.keySet().forEach(name -> parts.add("other_connections/" + name));
    return parts;
  }
}
