package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.config.ExporterConnection;
import dev.opamp.javaagent.net.TlsContexts;
import dev.opamp.javaagent.net.TlsSettings;
import dev.opamp.javaagent.telemetry.sender.ExportRoute;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OTLP exporters with what their documents cannot say. What the library built is closed when
 * another takes its place.
 */
final class ConnectedExporters {

  private ConnectedExporters() {}

  /**
   * Returns the sub-document for the library, which wants TLS from one side alone: the files it
   * names are among the connection's TLS settings then.
   */
  static @Nullable Object document(DocumentNode part) {
    return part.connection().tls() == null ? part.value() : withoutTls(part.value());
  }

  private static @Nullable Object withoutTls(@Nullable Object node) {
    if (!(node instanceof Map)) {
      return node;
    }
    Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
    ((Map<?, ?>) node)
        .forEach(
            (key, child) -> {
              if (!key.equals("tls")) {
                copy.put(key, withoutTls(child));
              }
            });
    return copy;
  }

  static SpanExporter spans(SpanExporter exporter, ExporterConnection connection) {
    if (connection.tls() == null) {
      return exporter;
    }
    try {
      if (exporter instanceof OtlpHttpSpanExporter) {
        return ((OtlpHttpSpanExporter) exporter).toBuilder().setProxy(route(connection)).build();
      }
      if (exporter instanceof OtlpGrpcSpanExporter) {
        TlsContexts tls = tls(connection);
        return ((OtlpGrpcSpanExporter) exporter)
            .toBuilder().setSslContext(tls.sslContext(), tls.trustManager()).build();
      }
      throw unconnectable(exporter);
    } finally {
      exporter.shutdown();
    }
  }

  static LogRecordExporter logRecords(LogRecordExporter exporter, ExporterConnection connection) {
    if (connection.tls() == null) {
      return exporter;
    }
    try {
      if (exporter instanceof OtlpHttpLogRecordExporter) {
        return ((OtlpHttpLogRecordExporter) exporter)
            .toBuilder().setProxyOptions(route(connection)).build();
      }
      if (exporter instanceof OtlpGrpcLogRecordExporter) {
        TlsContexts tls = tls(connection);
        return ((OtlpGrpcLogRecordExporter) exporter)
            .toBuilder().setSslContext(tls.sslContext(), tls.trustManager()).build();
      }
      throw unconnectable(exporter);
    } finally {
      exporter.shutdown();
    }
  }

  static MetricExporter metrics(MetricExporter exporter, ExporterConnection connection) {
    if (connection.tls() == null) {
      return exporter;
    }
    try {
      if (exporter instanceof OtlpHttpMetricExporter) {
        return ((OtlpHttpMetricExporter) exporter)
            .toBuilder().setProxyOptions(route(connection)).build();
      }
      if (exporter instanceof OtlpGrpcMetricExporter) {
        TlsContexts tls = tls(connection);
        return ((OtlpGrpcMetricExporter) exporter)
            .toBuilder().setSslContext(tls.sslContext(), tls.trustManager()).build();
      }
      throw unconnectable(exporter);
    } finally {
      exporter.shutdown();
    }
  }

  private static IllegalArgumentException unconnectable(Object exporter) {
    return new IllegalArgumentException(
        exporter.getClass().getSimpleName() + " cannot use a connection");
  }

  private static ProxyOptions route(ExporterConnection connection) {
    try {
      return ExportRoute.of(settings(connection), connection.proxy()).proxyOptions();
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static TlsContexts tls(ExporterConnection connection) {
    try {
      return TlsContexts.of(settings(connection));
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static TlsSettings settings(ExporterConnection connection) {
    TlsSettings tls = connection.tls();
    return tls == null ? TlsSettings.defaults() : tls;
  }
}
