package dev.opamp.javaagent.log;

import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * Takes the place of {@code java.util.logging.Logger} in the bundled libraries: shading rewrites
 * their references to it, so that the agent never starts the host's {@code LogManager}.
 *
 * <p>It has the methods those libraries call. Their INFO is of no interest to an operator of the
 * host and becomes DEBUG; what they trace for their own developers is never written. The loggers of
 * the {@code console} exporters are no log at all but their output, and go to {@link
 * LogOutput#console}.
 */
public final class PatchLogger {

  private static final String CONSOLE_EXPORTERS = "io.opentelemetry.exporter.logging.";

  private final String name;
  private final AgentLogger target;
  private final boolean console;

  private PatchLogger(String name) {
    this.name = name;
    this.target = AgentLogger.get(name.substring(name.lastIndexOf('.') + 1));
    this.console = name.startsWith(CONSOLE_EXPORTERS);
  }

  public static PatchLogger getLogger(String name) {
    return new PatchLogger(name);
  }

  public String getName() {
    return name;
  }

  public boolean isLoggable(Level level) {
    return isOutput(level) || target.isEnabled(map(level));
  }

  private boolean isOutput(Level level) {
    return console && level.intValue() == Level.INFO.intValue();
  }

  public void severe(String message) {
    log(Level.SEVERE, message);
  }

  public void warning(String message) {
    log(Level.WARNING, message);
  }

  public void info(String message) {
    log(Level.INFO, message);
  }

  public void config(String message) {
    log(Level.CONFIG, message);
  }

  public void fine(String message) {
    log(Level.FINE, message);
  }

  public void finer(String message) {
    log(Level.FINER, message);
  }

  public void finest(String message) {
    log(Level.FINEST, message);
  }

  public void log(Level level, @Nullable String message) {
    log(level, message, (Throwable) null);
  }

  public void log(Level level, @Nullable String message, @Nullable Throwable cause) {
    if (isOutput(level)) {
      LogOutput.console(String.valueOf(message));
    } else {
      target.log(map(level), String.valueOf(message), cause);
    }
  }

  public void log(Level level, @Nullable String message, @Nullable Object argument) {
    log(level, message, new Object[] {argument});
  }

  /** Logs a message in which {@code {0}}, {@code {1}}, … stand for the arguments. */
  public void log(Level level, @Nullable String message, @Nullable Object @Nullable [] arguments) {
    if (isLoggable(level)) {
      log(level, fill(String.valueOf(message), arguments));
    }
  }

  public void log(Level level, Supplier<String> message) {
    if (isLoggable(level)) {
      log(level, message.get());
    }
  }

  public void log(Level level, @Nullable Throwable cause, Supplier<String> message) {
    if (isLoggable(level)) {
      log(level, message.get(), cause);
    }
  }

  public @Nullable Level getLevel() {
    return null;
  }

  /** Has no effect: the level of the agent's log is set in one place. */
  public void setLevel(@Nullable Level level) {}

  /** Has no effect: there are no handlers. */
  public void addHandler(Handler handler) {}

  /** Returns an empty array: there are no handlers. */
  public Handler[] getHandlers() {
    return new Handler[0];
  }

  private static LogLevel map(Level level) {
    int severity = level.intValue();
    if (severity == Integer.MAX_VALUE) {
      return LogLevel.OFF;
    }
    if (severity >= 1000) {
      return LogLevel.ERROR;
    }
    if (severity >= 900) {
      return LogLevel.WARN;
    }
    return severity >= 800 ? LogLevel.DEBUG : LogLevel.OFF;
  }

  private static String fill(String message, @Nullable Object @Nullable [] arguments) {
    String text = message;
    for (int i = 0; arguments != null && i < arguments.length; i++) {
      text = text.replace("{" + i + "}", String.valueOf(arguments[i]));
    }
    return text;
  }
}
