package dev.opamp.javaagent.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Consumer;

/**
 * The {@code console} exporter of log records, one line for each. The library's own prints on
 * stdout, which belongs to the host: programs read it.
 */
final class ConsoleLogRecordExporter implements LogRecordExporter {

  private final Consumer<String> console;

  /**
   * @param console takes lines
   */
  ConsoleLogRecordExporter(Consumer<String> console) {
    this.console = console;
  }

  @Override
  public CompletableResultCode export(Collection<LogRecordData> logs) {
    logs.forEach(record -> console.accept(line(record)));
    return CompletableResultCode.ofSuccess();
  }

  private static String line(LogRecordData record) {
    long nanos = record.getTimestampEpochNanos();
    Instant time =
        Instant.ofEpochSecond(0, nanos == 0 ? record.getObservedTimestampEpochNanos() : nanos);
    String body = record.getBodyValue() == null ? "" : record.getBodyValue().asString();
    return time
        + " "
        + record.getSeverity()
        + " '"
        + body
        + "' : "
        + record.getSpanContext().getTraceId()
        + " "
        + record.getSpanContext().getSpanId()
        + " ["
        + record.getInstrumentationScopeInfo().getName()
        + "] "
        + record.getAttributes();
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public String toString() {
    return "ConsoleLogRecordExporter{}";
  }
}
