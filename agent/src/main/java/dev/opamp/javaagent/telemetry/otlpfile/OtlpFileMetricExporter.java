package dev.opamp.javaagent.telemetry.otlpfile;

import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.Collection;

/** Metrics as OTLP JSON lines. */
final class OtlpFileMetricExporter implements MetricExporter {

  private final JsonLines lines;

  OtlpFileMetricExporter(LineOutput output) {
    this.lines = new JsonLines(output);
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType instrument) {
    return AggregationTemporalitySelector.alwaysCumulative().getAggregationTemporality(instrument);
  }

  @Override
  public CompletableResultCode export(Collection<MetricData> metrics) {
    return lines.write(MetricsRequestMarshaler.create(metrics));
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return lines.close();
  }

  @Override
  public String toString() {
    return "OtlpFileMetricExporter{}";
  }
}
