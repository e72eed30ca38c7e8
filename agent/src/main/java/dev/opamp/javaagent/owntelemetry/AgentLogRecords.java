package dev.opamp.javaagent.owntelemetry;

import dev.opamp.javaagent.log.LogLevel;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns records of the agent's log into OTLP log records. What an export itself logs is left out:
 * it would cause the next export, for ever. Never blocks, never throws.
 */
public final class AgentLogRecords {

  private final Supplier<@Nullable LoggerProvider> loggers;
  private final ExportThreads threads;

  AgentLogRecords(Supplier<@Nullable LoggerProvider> loggers, ExportThreads threads) {
    this.loggers = loggers;
    this.threads = threads;
  }

  /**
   * Takes one record.
   *
   * @param logger name of the logger
   * @param epochNanos when it was logged, nanoseconds since the Unix epoch
   */
  public void emit(
      LogLevel level, String logger, String message, @Nullable Throwable cause, long epochNanos) {
    LoggerProvider provider = loggers.get();
    if (provider == null || threads.isExporting()) {
      return;
    }
    LogRecordBuilder record =
        provider
            .get(logger)
            .logRecordBuilder()
            .setContext(Context.root())
            .setTimestamp(epochNanos, TimeUnit.NANOSECONDS)
            .setSeverity(severity(level))
            .setSeverityText(level.name())
            .setBody(message);
    if (cause != null) {
      record.setAttribute("exception.type", cause.getClass().getName());
      record.setAttribute("exception.message", String.valueOf(cause.getMessage()));
    }
    record.emit();
  }

  private static Severity severity(LogLevel level) {
    switch (level) {
      case DEBUG:
        return Severity.DEBUG;
      case INFO:
        return Severity.INFO;
      case WARN:
        return Severity.WARN;
      case ERROR:
        return Severity.ERROR;
      case OFF:
        break;
    }
    return Severity.UNDEFINED_SEVERITY_NUMBER;
  }
}
