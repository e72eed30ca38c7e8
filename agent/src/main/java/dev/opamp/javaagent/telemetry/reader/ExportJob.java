package dev.opamp.javaagent.telemetry.reader;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricBatches;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;

/** What one collection found, in batches. For the reader thread only. */
final class ExportJob {

  private final ReaderSettings settings;
  private final Queue<Collection<MetricData>> batches = new ArrayDeque<>();
  private final CompletableResultCode result = new CompletableResultCode();
  private boolean failed;

  ExportJob(Collection<MetricData> metrics, ReaderSettings settings) {
    this.settings = settings;
    if (points(metrics) > settings.maxBatchSize) {
      batches.addAll(MetricBatches.of(metrics, settings.maxBatchSize));
    } else if (!metrics.isEmpty()) {
      batches.add(metrics);
    }
  }

  private static long points(Collection<MetricData> metrics) {
    long points = 0;
    for (MetricData metric : metrics) {
      points += metric.getData().getPoints().size();
    }
    return points;
  }

  ReaderSettings settings() {
    return settings;
  }

  CompletableResultCode result() {
    return result;
  }

  boolean isDone() {
    return batches.isEmpty();
  }

  Collection<MetricData> nextBatch() {
    return batches.remove();
  }

  void exported(boolean success) {
    failed |= !success;
  }

  void end() {
    if (failed) {
      result.fail();
    } else {
      result.succeed();
    }
  }
}
