package dev.opamp.javaagent.telemetry;

import io.opentelemetry.api.incubator.config.DeclarativeConfigProperties;
import io.opentelemetry.exporter.internal.IncubatingExporterBuilderUtil;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.metrics.export.DefaultAggregationSelector;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.Collection;

/**
 * Gives an exporter {@code temporality_preference} and {@code default_histogram_aggregation}, read
 * as the OTLP exporters read them.
 */
final class SelectingMetricExporter implements MetricExporter {

  private final MetricExporter delegate;
  private AggregationTemporalitySelector temporality =
      AggregationTemporalitySelector.alwaysCumulative();
  private DefaultAggregationSelector aggregation = DefaultAggregationSelector.getDefault();

  SelectingMetricExporter(MetricExporter delegate, DeclarativeConfigProperties document) {
    this.delegate = delegate;
    IncubatingExporterBuilderUtil.configureOtlpAggregationTemporality(
        document, selector -> temporality = selector);
    IncubatingExporterBuilderUtil.configureOtlpHistogramDefaultAggregation(
        document, selector -> aggregation = selector);
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType instrument) {
    return temporality.getAggregationTemporality(instrument);
  }

  @Override
  public Aggregation getDefaultAggregation(InstrumentType instrument) {
    return aggregation.getDefaultAggregation(instrument);
  }

  @Override
  public MemoryMode getMemoryMode() {
    return delegate.getMemoryMode();
  }

  @Override
  public CompletableResultCode export(Collection<MetricData> metrics) {
    return delegate.export(metrics);
  }

  @Override
  public CompletableResultCode flush() {
    return delegate.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return delegate.shutdown();
  }

  @Override
  public String toString() {
    return delegate.toString();
  }
}
