package io.opentelemetry.sdk.metrics.export;

import io.opentelemetry.sdk.metrics.data.MetricData;
import java.util.Collection;

/**
 * Splits metrics as the SDK's own periodic reader does. It lives in the library's package because
 * the library keeps that to itself.
 */
public final class MetricBatches {

  private MetricBatches() {}

  /** Returns batches of at most so many points. */
  public static Collection<Collection<MetricData>> of(
      Collection<MetricData> metrics, int maxPoints) {
    return MetricExportBatcher.batchMetrics(metrics, maxPoints);
  }
}
