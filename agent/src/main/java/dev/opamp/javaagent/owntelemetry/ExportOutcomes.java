package dev.opamp.javaagent.owntelemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts the agent's own telemetry that no destination took, and tells how each export ended. */
final class ExportOutcomes implements MetricSource {

  private static final AttributeKey<String> SIGNAL = AttributeKey.stringKey("opamp.agent.signal");

  private final Map<OwnSignal, LongAdder> lost = new EnumMap<>(OwnSignal.class);
  private final ExportListener listener;

  ExportOutcomes(ExportListener listener) {
    this.listener = listener;
    for (OwnSignal signal : OwnSignal.values()) {
      lost.put(signal, new LongAdder());
    }
  }

  /** Watches one export until it has succeeded or failed for good; returns its result. */
  CompletableResultCode watch(OwnSignal signal, int items, CompletableResultCode result) {
    return result.whenComplete(
        () -> {
          LongAdder adder = lost.get(signal);
          if (!result.isSuccess() && adder != null) {
            adder.add(items);
          }
          listener.onExport(signal, result.isSuccess() ? null : reason(result));
        });
  }

  private static String reason(CompletableResultCode result) {
    @Nullable Throwable failure = result.getFailureThrowable();
    @Nullable String message = failure == null ? null : failure.getMessage();
    return message == null ? "export failed" : "export failed: " + message;
  }

  @Override
  public void register(Meter meter) {
    meter
        .counterBuilder("opamp.agent.telemetry.dropped")
        .setUnit("{item}")
        .setDescription("Items of the agent's own telemetry whose export failed.")
        .buildWithCallback(
            measurement ->
                lost.forEach(
                    (signal, count) ->
                        measurement.record(count.sum(), Attributes.of(SIGNAL, signal.word()))));
  }
}
