package dev.opamp.javaagent.owntelemetry;

import java.time.Duration;

/** Local settings of the agent's own telemetry. */
public final class OwnTelemetryOptions {

  /** Every 10 s, as the OpAMP specification recommends; the last flush gets 3 s. */
  public static final OwnTelemetryOptions DEFAULT =
      new OwnTelemetryOptions(
          Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(3), uri -> null);

  private final Duration metricInterval;
  private final Duration batchDelay;
  private final Duration closeLimit;
  private final DestinationPolicy policy;

  /**
   * @param metricInterval time between two exports of metrics
   * @param batchDelay longest wait of a span or log record for others to share a request with
   * @param closeLimit longest time that closing waits for the last flush
   * @param policy which destinations are allowed
   */
  public OwnTelemetryOptions(
      Duration metricInterval, Duration batchDelay, Duration closeLimit, DestinationPolicy policy) {
    this.metricInterval = metricInterval;
    this.batchDelay = batchDelay;
    this.closeLimit = closeLimit;
    this.policy = policy;
  }

  Duration metricInterval() {
    return metricInterval;
  }

  Duration batchDelay() {
    return batchDelay;
  }

  Duration closeLimit() {
    return closeLimit;
  }

  DestinationPolicy policy() {
    return policy;
  }
}
