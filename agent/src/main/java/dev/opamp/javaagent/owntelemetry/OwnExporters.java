package dev.opamp.javaagent.owntelemetry;

import dev.opamp.javaagent.opamp.TelemetryDestination;
import dev.opamp.javaagent.telemetry.sender.ExportRoute;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;

/**
 * OTLP/HTTP exporters for exactly the URL, the headers, the TLS and the proxy of a destination.
 * They get a meter provider that does nothing, because otherwise they ask {@code
 * GlobalOpenTelemetry} for one.
 */
final class OwnExporters {

  private OwnExporters() {}

  /**
   * Makes an exporter of metrics.
   *
   * @throws UncheckedIOException when TLS or the proxy cannot be used; the reason holds no secret
   */
  static MetricExporter metrics(TelemetryDestination destination, ExecutorService executor) {
    return OtlpHttpMetricExporter.builder()
        .setEndpoint(destination.endpoint())
        .setHeaders(destination::headers)
        .setProxyOptions(proxyOptions(destination))
        .setMeterProvider(MeterProvider.noop())
        .setExecutorService(executor)
        .build();
  }

  /** As {@link #metrics}, for spans. */
  static SpanExporter spans(TelemetryDestination destination, ExecutorService executor) {
    return OtlpHttpSpanExporter.builder()
        .setEndpoint(destination.endpoint())
        .setHeaders(destination::headers)
        .setProxy(proxyOptions(destination))
        .setMeterProvider(MeterProvider.noop())
        .setExecutorService(executor)
        .build();
  }

  /** As {@link #metrics}, for log records. */
  static LogRecordExporter logRecords(TelemetryDestination destination, ExecutorService executor) {
    return OtlpHttpLogRecordExporter.builder()
        .setEndpoint(destination.endpoint())
        .setHeaders(destination::headers)
        .setProxyOptions(proxyOptions(destination))
        .setMeterProvider(MeterProvider.noop())
        .setExecutorService(executor)
        .build();
  }

  private static ProxyOptions proxyOptions(TelemetryDestination destination) {
    try {
      return ExportRoute.of(destination.tls(), destination.proxy()).proxyOptions();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
