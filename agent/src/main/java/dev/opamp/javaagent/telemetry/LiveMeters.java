package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.telemetry.metrics.SwitchableMeterProvider;

/** What a change of metrics acts upon: the state in force and those who carry a change out. */
final class LiveMeters {

  final SwitchableMeterProvider meters;
  final RetireThread retirement;
  final MeterHandover handover;
  private volatile MetricsState state = MetricsState.OFF;

  LiveMeters(SwitchableMeterProvider meters, RetireThread retirement, MeterHandover handover) {
    this.meters = meters;
    this.retirement = retirement;
    this.handover = handover;
  }

  MetricsState state() {
    return state;
  }

  void inForce(MetricsState next) {
    state = next;
  }
}
