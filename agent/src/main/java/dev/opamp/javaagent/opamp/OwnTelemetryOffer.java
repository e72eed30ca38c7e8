package dev.opamp.javaagent.opamp;

import org.jspecify.annotations.Nullable;

/** The own-telemetry part of a {@code ConnectionSettingsOffers}; an absent signal is unchanged. */
public final class OwnTelemetryOffer {

  private final @Nullable TelemetryDestination metrics;
  private final @Nullable TelemetryDestination traces;
  private final @Nullable TelemetryDestination logs;

  public OwnTelemetryOffer(
      @Nullable TelemetryDestination metrics,
      @Nullable TelemetryDestination traces,
      @Nullable TelemetryDestination logs) {
    this.metrics = metrics;
    this.traces = traces;
    this.logs = logs;
  }

  /** Returns this offer, with the destinations of another for the signals that are absent here. */
  public OwnTelemetryOffer over(OwnTelemetryOffer other) {
    return new OwnTelemetryOffer(
        metrics == null ? other.metrics : metrics,
        traces == null ? other.traces : traces,
        logs == null ? other.logs : logs);
  }

  public @Nullable TelemetryDestination metrics() {
    return metrics;
  }

  public @Nullable TelemetryDestination traces() {
    return traces;
  }

  public @Nullable TelemetryDestination logs() {
    return logs;
  }
}
