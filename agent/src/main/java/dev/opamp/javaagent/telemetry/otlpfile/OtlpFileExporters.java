package dev.opamp.javaagent.telemetry.otlpfile;

import io.opentelemetry.api.incubator.config.DeclarativeConfigProperties;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * The exporters {@code otlp_file/development}. Failures to build one are illegal arguments that
 * name the key.
 */
public final class OtlpFileExporters {

  /** The name in documents. */
  public static final String NAME = "otlp_file/development";

  private OtlpFileExporters() {}

  /** Builds one for spans. */
  public static SpanExporter spans(DeclarativeConfigProperties document) {
    return new OtlpFileSpanExporter(output(document));
  }

  /** Builds one for log records. */
  public static LogRecordExporter logRecords(DeclarativeConfigProperties document) {
    return new OtlpFileLogRecordExporter(output(document));
  }

  /** Builds one for metrics, with default temporality and aggregation. */
  public static MetricExporter metrics(DeclarativeConfigProperties document) {
    return new OtlpFileMetricExporter(output(document));
  }

  private static LineOutput output(DeclarativeConfigProperties document) {
    return OutputStreamSetting.open(document.getString("output_stream"));
  }
}
