package dev.opamp.javaagent.telemetry.otlpfile;

import io.opentelemetry.exporter.internal.otlp.logs.LogsRequestMarshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.util.Collection;

/** Log records as OTLP JSON lines. */
final class OtlpFileLogRecordExporter implements LogRecordExporter {

  private final JsonLines lines;

  OtlpFileLogRecordExporter(LineOutput output) {
    this.lines = new JsonLines(output);
  }

  @Override
  public CompletableResultCode export(Collection<LogRecordData> records) {
    return lines.write(LogsRequestMarshaler.create(records));
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
    return "OtlpFileLogRecordExporter{}";
  }
}
