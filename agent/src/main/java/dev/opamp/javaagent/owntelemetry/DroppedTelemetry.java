package dev.opamp.javaagent.owntelemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.concurrent.atomic.LongAdder;

/** Counts the agent's own spans, log records and metrics that no destination took. */
final class DroppedTelemetry implements MetricSource {

  private static final AttributeKey<String> SIGNAL = AttributeKey.stringKey("opamp.agent.signal");

  private final LongAdder metrics = new LongAdder();
  private final LongAdder spans = new LongAdder();
  private final LongAdder logRecords = new LongAdder();

  LongAdder metrics() {
    return metrics;
  }

  LongAdder spans() {
    return spans;
  }

  LongAdder logRecords() {
    return logRecords;
  }

  /** Counts the items of an export once it has failed for good. */
  static CompletableResultCode counting(LongAdder lost, int items, CompletableResultCode result) {
    return result.whenComplete(
        () -> {
          if (!result.isSuccess()) {
            lost.add(items);
          }
        });
  }

  @Override
  public void register(Meter meter) {
    meter
        .counterBuilder("opamp.agent.telemetry.dropped")
        .setUnit("{item}")
        .setDescription("Items of the agent's own telemetry whose export failed.")
        .buildWithCallback(
            measurement -> {
              measurement.record(metrics.sum(), Attributes.of(SIGNAL, "metrics"));
              measurement.record(spans.sum(), Attributes.of(SIGNAL, "traces"));
              measurement.record(logRecords.sum(), Attributes.of(SIGNAL, "logs"));
            });
  }
}
