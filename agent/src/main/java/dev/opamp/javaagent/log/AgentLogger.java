package dev.opamp.javaagent.log;

import org.jspecify.annotations.Nullable;

/**
 * The agent's own logger: no {@code java.util.logging}, nothing on stdout.
 *
 * <p>Static because libraries loaded by more than one class loader obtain it by name; the only
 * shared state behind it is {@link LogOutput}.
 */
public final class AgentLogger {

  private final String name;

  private AgentLogger(String name) {
    this.name = name;
  }

  /** Returns a logger named after the simple name of a class. */
  public static AgentLogger get(Class<?> owner) {
    return new AgentLogger(owner.getSimpleName());
  }

  /** Returns a logger of any name. */
  public static AgentLogger get(String name) {
    return new AgentLogger(name);
  }

  public boolean isEnabled(LogLevel level) {
    return LogOutput.isEnabled(level);
  }

  public void debug(String message) {
    log(LogLevel.DEBUG, message, null);
  }

  public void info(String message) {
    log(LogLevel.INFO, message, null);
  }

  public void warn(String message) {
    log(LogLevel.WARN, message, null);
  }

  public void warn(String message, @Nullable Throwable cause) {
    log(LogLevel.WARN, message, cause);
  }

  public void error(String message, @Nullable Throwable cause) {
    log(LogLevel.ERROR, message, cause);
  }

  /** Logs at a level chosen by the caller. */
  public void log(LogLevel level, String message, @Nullable Throwable cause) {
    LogOutput.write(level, name, message, cause);
  }
}
