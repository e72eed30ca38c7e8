package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.telemetry.metrics.SwitchableMeterProvider;
import java.time.Duration;

/** What a change of metrics acts upon: the state in force and those who carry a change out. */
final class LiveMeters {

  final SwitchableMeterProvider meters;
  final RetireThread retirement;
  final MeterHandover handover;
  private final Duration longestGrace;
  private volatile MetricsState state = MetricsState.OFF;

  /**
   * @param longestGrace how long threads that hold a replaced instrument may still record; less
   *     when metrics are exported more often
   */
  LiveMeters(
      SwitchableMeterProvider meters,
      RetireThread retirement,
      MeterHandover handover,
      Duration longestGrace) {
    this.meters = meters;
    this.retirement = retirement;
    this.handover = handover;
    this.longestGrace = longestGrace;
  }

  MetricsState state() {
    return state;
  }

  void inForce(MetricsState next) {
    state = next;
  }

  /** Returns how long a replaced generation waits for its last collection. */
  Duration grace(MetricsState replaced) {
    Duration grace = longestGrace;
    for (ReaderPlan plan : replaced.plans) {
      grace = plan.interval().compareTo(grace) < 0 ? plan.interval() : grace;
    }
    return grace;
  }
}
