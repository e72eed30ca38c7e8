package dev.opamp.javaagent.testing.apps.counting;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.DoubleGauge;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;

/** One of each kind of synchronous instrument, obtained once, and what was recorded on it. */
final class SyncMetrics {

  static final AttributeKey<String> ROUTE = AttributeKey.stringKey("route");
  private static final AttributeKey<Long> SHARD = AttributeKey.longKey("shard");

  private final LongCounter requests;
  private final DoubleCounter bytes;
  private final LongUpDownCounter active;
  private final DoubleHistogram duration;
  private final DoubleGauge load;
  private final Sums requestSums = new Sums();
  private final Sums byteSums = new Sums();
  private final Sums activeSums = new Sums();
  private final Sums durationSums = new Sums();
  private final Sums durationCounts = new Sums();
  private final Sums loadValues = new Sums();

  SyncMetrics(Meter meter) {
    this.requests = meter.counterBuilder("soak.requests").build();
    this.bytes = meter.counterBuilder("soak.bytes").ofDoubles().build();
    this.active = meter.upDownCounterBuilder("soak.active").build();
    this.duration = meter.histogramBuilder("soak.duration").build();
    this.load = meter.gaugeBuilder("soak.load").build();
  }

  /**
   * Records five times.
   *
   * @param route belongs to one thread alone, so that a gauge has one last value
   */
  void record(String route, int turn) {
    Attributes where = Attributes.of(ROUTE, route, SHARD, (long) turn % 3);
    int amount = 1 + turn % 7;
    requests.add(1, where);
    requestSums.add(route, 4);
    bytes.add(amount * Sums.QUARTER, where);
    byteSums.add(route, amount);
    int step = turn % 3 == 0 ? -1 : 1;
    active.add(step, where);
    activeSums.add(route, 4L * step);
    duration.record(amount * Sums.QUARTER, where);
    durationSums.add(route, amount);
    durationCounts.add(route, 4);
    load.set(turn * Sums.QUARTER, Attributes.of(ROUTE, route));
    loadValues.set(route, turn);
  }

  void report(StringBuilder into) {
    requestSums.report("sum", "soak.requests", into);
    byteSums.report("sum", "soak.bytes", into);
    activeSums.report("sum", "soak.active", into);
    durationSums.report("sum", "soak.duration", into);
    durationCounts.report("count", "soak.duration", into);
    loadValues.report("last", "soak.load", into);
  }
}
