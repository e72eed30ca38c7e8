package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.telemetry.reader.ExportLane;
import dev.opamp.javaagent.telemetry.reader.LiveMetricReader;
import dev.opamp.javaagent.telemetry.reader.ReaderSettings;
import dev.opamp.javaagent.telemetry.reader.ReaderThread;
import dev.opamp.javaagent.telemetry.reader.StreamShape;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.DeclarativeComponents;
import io.opentelemetry.sdk.metrics.export.CardinalityLimitSelector;
import java.time.Duration;
import java.util.Arrays;

/** How one periodic reader is to be. Immutable. */
final class PeriodicPlan implements ReaderPlan {

  private static final long DEFAULT_INTERVAL_MILLIS = 60_000;
  private static final long DEFAULT_TIMEOUT_MILLIS = 30_000;

  private final Object fixed;
  private final StreamShape shape;
  private final ReaderThread thread;
  final CardinalityLimitSelector limits;
  final ExportLane lane;
  final ReaderSettings settings;

  private PeriodicPlan(
      Object fixed,
      StreamShape shape,
      ReaderThread thread,
      CardinalityLimitSelector limits,
      ExportLane lane,
      ReaderSettings settings) {
    this.fixed = fixed;
    this.shape = shape;
    this.thread = thread;
    this.limits = limits;
    this.lane = lane;
    this.settings = settings;
  }

  static PeriodicPlan of(
      DocumentNode reader, ExportLane lane, ReaderThread thread, DeclarativeComponents components) {
    DocumentNode periodic = reader.child(PeriodicReaders.KEY);
    Object limits = periodic.child("cardinality_limits").value();
    StreamShape shape = StreamShape.of(lane.exporter());
    return new PeriodicPlan(
        Arrays.asList(PeriodicReaders.KEY, shape, limits),
        shape,
        thread,
        components.cardinalityLimits(limits),
        lane,
        settings(periodic));
  }

  private static ReaderSettings settings(DocumentNode periodic) {
    return new ReaderSettings(
        Duration.ofMillis(number(periodic.child("interval"), DEFAULT_INTERVAL_MILLIS)),
        Duration.ofMillis(number(periodic.child("timeout"), DEFAULT_TIMEOUT_MILLIS)),
        (int) number(periodic.child("max_export_batch_size/development"), Integer.MAX_VALUE));
  }

  private static long number(DocumentNode node, long otherwise) {
    Object value = node.value();
    return value instanceof Number ? ((Number) value).longValue() : otherwise;
  }

  @Override
  public Object fixed() {
    return fixed;
  }

  @Override
  public Duration interval() {
    return settings.interval();
  }

  @Override
  public ReaderSlot open() {
    return new PeriodicSlot(limits, new LiveMetricReader(thread, shape, lane, settings));
  }
}
