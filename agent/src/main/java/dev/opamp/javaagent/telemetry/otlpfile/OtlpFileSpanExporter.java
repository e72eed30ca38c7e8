package dev.opamp.javaagent.telemetry.otlpfile;

import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;

/** Spans as OTLP JSON lines. */
final class OtlpFileSpanExporter implements SpanExporter {

  private final JsonLines lines;

  OtlpFileSpanExporter(LineOutput output) {
    this.lines = new JsonLines(output);
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    return lines.write(TraceRequestMarshaler.create(spans));
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
    return "OtlpFileSpanExporter{}";
  }
}
