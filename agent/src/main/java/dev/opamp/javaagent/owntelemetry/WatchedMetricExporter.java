package dev.opamp.javaagent.owntelemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reports how each export of metrics ends. */
final class WatchedMetricExporter implements MetricExporter {

  private final MetricExporter delegate;
  private final ExportOutcomes outcomes;
  private final AtomicBoolean closed = new AtomicBoolean();

  WatchedMetricExporter(MetricExporter delegate, ExportOutcomes outcomes) {
    this.delegate = delegate;
    this.outcomes = outcomes;
  }

  @Override
  public CompletableResultCode export(Collection<MetricData> metrics) {
    return outcomes.watch(OwnSignal.METRICS, metrics.size(), delegate.export(metrics));
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType type) {
    return delegate.getAggregationTemporality(type);
  }

  @Override
  public CompletableResultCode flush() {
    return delegate.flush();
  }

  /** Who is cut off is shut down before its provider does it again. */
  @Override
  public CompletableResultCode shutdown() {
    return closed.compareAndSet(false, true)
        ? delegate.shutdown()
        : CompletableResultCode.ofSuccess();
  }
}
