package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.ExporterConnection;
import dev.opamp.javaagent.net.TlsContexts;
import dev.opamp.javaagent.net.TlsSettings;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * OTLP exporters with what their documents cannot say. What the library built is closed when
 * another takes its place.
 */
final class ConnectedExporters {

  private ConnectedExporters() {}

  static SpanExporter spans(SpanExporter exporter, ExporterConnection connection) {
    TlsContexts tls = tls(connection, exporter::shutdown);
    if (tls != null && exporter instanceof OtlpHttpSpanExporter) {
      SpanExporter connected =
          ((OtlpHttpSpanExporter) exporter)
              .toBuilder().setSslContext(tls.sslContext(), tls.trustManager()).build();
      return replacing(connected, exporter::shutdown);
    }
    if (tls != null && exporter instanceof OtlpGrpcSpanExporter) {
      SpanExporter connected =
          ((OtlpGrpcSpanExporter) exporter)
              .toBuilder().setSslContext(tls.sslContext(), tls.trustManager()).build();
      return replacing(connected, exporter::shutdown);
    }
    return exporter;
  }

  static LogRecordExporter logRecords(LogRecordExporter exporter, ExporterConnection connection) {
    TlsContexts tls = tls(connection, exporter::shutdown);
    if (tls != null && exporter instanceof OtlpHttpLogRecordExporter) {
      LogRecordExporter connected =
          ((OtlpHttpLogRecordExporter) exporter)
              .toBuilder().setSslContext(tls.sslContext(), tls.trustManager()).build();
      return replacing(connected, exporter::shutdown);
    }
    if (tls != null && exporter instanceof OtlpGrpcLogRecordExporter) {
      LogRecordExporter connected =
          ((OtlpGrpcLogRecordExporter) exporter)
              .toBuilder().setSslContext(tls.sslContext(), tls.trustManager()).build();
      return replacing(connected, exporter::shutdown);
    }
    return exporter;
  }

  static MetricExporter metrics(MetricExporter exporter, ExporterConnection connection) {
    TlsContexts tls = tls(connection, exporter::shutdown);
    if (tls != null && exporter instanceof OtlpHttpMetricExporter) {
      MetricExporter connected =
          ((OtlpHttpMetricExporter) exporter)
              .toBuilder().setSslContext(tls.sslContext(), tls.trustManager()).build();
      return replacing(connected, exporter::shutdown);
    }
    if (tls != null && exporter instanceof OtlpGrpcMetricExporter) {
      MetricExporter connected =
          ((OtlpGrpcMetricExporter) exporter)
              .toBuilder().setSslContext(tls.sslContext(), tls.trustManager()).build();
      return replacing(connected, exporter::shutdown);
    }
    return exporter;
  }

  private static <E> E replacing(E connected, Runnable shutdown) {
    shutdown.run();
    return connected;
  }

  private static @Nullable TlsContexts tls(ExporterConnection connection, Runnable shutdown) {
    TlsSettings settings = connection.tls();
    try {
      return settings == null ? null : TlsContexts.of(settings);
    } catch (IOException e) {
      shutdown.run();
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
