package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.log.LogLevel;
import dev.opamp.javaagent.log.LogOutput;
import java.util.function.Consumer;

/**
 * Puts {@code log_level} of the configuration in force for the agent's own log. OpenTelemetry's
 * severities are finer than the agent's: {@code trace} counts as debug, {@code fatal} as error;
 * {@code off} comes from compatibility keys.
 */
final class OfferedLogLevel implements Consumer<String> {

  private final LogLevel local;

  /**
   * @param local what counts while the configuration says nothing
   */
  OfferedLogLevel(LogLevel local) {
    this.local = local;
  }

  @Override
  public void accept(String severity) {
    LogOutput.setThreshold(levelOf(severity));
  }

  private LogLevel levelOf(String severity) {
    if (severity.equals("off")) {
      return LogLevel.OFF;
    }
    if (severity.startsWith("trace") || severity.startsWith("debug")) {
      return LogLevel.DEBUG;
    }
    if (severity.startsWith("info")) {
      return LogLevel.INFO;
    }
    if (severity.startsWith("warn")) {
      return LogLevel.WARN;
    }
    return severity.startsWith("error") || severity.startsWith("fatal") ? LogLevel.ERROR : local;
  }
}
