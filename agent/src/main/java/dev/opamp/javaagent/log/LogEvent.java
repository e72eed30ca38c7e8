package dev.opamp.javaagent.log;

import org.jspecify.annotations.Nullable;

/** One record of the agent's own log. Immutable. */
public final class LogEvent {

  private final long epochMillis;
  private final LogLevel level;
  private final String logger;
  private final String message;
  private final @Nullable Throwable cause;

  LogEvent(
      long epochMillis, LogLevel level, String logger, String message, @Nullable Throwable cause) {
    this.epochMillis = epochMillis;
    this.level = level;
    this.logger = logger;
    this.message = message;
    this.cause = cause;
  }

  /** Wall-clock time in milliseconds since 1970, UTC. */
  public long epochMillis() {
    return epochMillis;
  }

  public LogLevel level() {
    return level;
  }

  public String logger() {
    return logger;
  }

  /** One line, free of secrets. */
  public String message() {
    return message;
  }

  public @Nullable Throwable cause() {
    return cause;
  }
}
