package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.telemetry.reader.ExportTally;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What became of the items handed to one pipeline: a processor or reader and its exporter. */
final class PipelineStats implements ExportTally {

  private final LongAdder exported = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final DroppedItems dropped = new DroppedItems();
  private final PipelineLabel label;
  private volatile @Nullable String lastError;
  private volatile long lastSuccessUnixNano;

  PipelineStats(PipelineLabel label) {
    this.label = label;
  }

  /** Returns a name for people, free of secrets. */
  String name() {
    return label.name();
  }

  /** Where a batch processor reports the items its full queue refused. */
  DroppedItems dropped() {
    return dropped;
  }

  @Override
  public CompletableResultCode track(int items, CompletableResultCode result) {
    result.whenComplete(() -> ended(items, result));
    return result;
  }

  /** Counts some items whose export threw. */
  void threw(int items, Throwable cause) {
    failed.add(items);
    lastError = ExportFailure.describe(cause);
  }

  private void ended(int items, CompletableResultCode result) {
    if (result.isSuccess()) {
      exported.add(items);
      lastError = null;
      lastSuccessUnixNano = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    } else {
      failed.add(items);
      lastError = ExportFailure.describe(result.getFailureThrowable());
    }
  }

  /** Returns the reason of the last failure unless an export succeeded since; free of secrets. */
  @Nullable String lastError() {
    return lastError;
  }

  /** Returns the numbers exported, failed and dropped so far, in this order. */
  long[] counts() {
    return new long[] {exported.sum(), failed.sum(), dropped.count()};
  }

  Map<String, Object> snapshot() {
    Map<String, Object> snapshot = SignalStats.named(counts());
    snapshot.put("name", label.name());
    snapshot.put("attributes", label.attributes());
    if (lastSuccessUnixNano != 0) {
      snapshot.put("last_success_unix_nano", lastSuccessUnixNano);
    }
    String error = lastError;
    if (error != null) {
      snapshot.put("last_error", error);
    }
    return snapshot;
  }

  /** Stops the bookkeeping of drops; the counts stay. */
  void close() {
    dropped.close();
  }
}
