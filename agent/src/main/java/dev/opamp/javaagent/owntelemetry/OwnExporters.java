package dev.opamp.javaagent.owntelemetry;

import dev.opamp.javaagent.opamp.TelemetryDestination;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.concurrent.ExecutorService;

/**
 * OTLP/HTTP exporters for exactly the URL and the headers of a destination. They get a meter
 * provider that does nothing, because otherwise they ask {@code GlobalOpenTelemetry} for one.
 */
final class OwnExporters {

  private OwnExporters() {}

  static MetricExporter metrics(TelemetryDestination destination, ExecutorService executor) {
    return OtlpHttpMetricExporter.builder()
        .setEndpoint(destination.endpoint())
        .setHeaders(destination::headers)
        .setMeterProvider(MeterProvider.noop())
        .setExecutorService(executor)
        .build();
  }

  static SpanExporter spans(TelemetryDestination destination, ExecutorService executor) {
    return OtlpHttpSpanExporter.builder()
        .setEndpoint(destination.endpoint())
        .setHeaders(destination::headers)
        .setMeterProvider(MeterProvider.noop())
        .setExecutorService(executor)
        .build();
  }

  static LogRecordExporter logRecords(TelemetryDestination destination, ExecutorService executor) {
    return OtlpHttpLogRecordExporter.builder()
        .setEndpoint(destination.endpoint())
        .setHeaders(destination::headers)
        .setMeterProvider(MeterProvider.noop())
        .setExecutorService(executor)
        .build();
  }
}
