package dev.opamp.javaagent.owntelemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.Collection;

/** Reports how each export of metrics ends. */
final class WatchedMetricExporter implements MetricExporter {

  private final MetricExporter delegate;
  private final ExportOutcomes outcomes;

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

  @Override
  public CompletableResultCode shutdown() {
    return delegate.shutdown();
  }
}
