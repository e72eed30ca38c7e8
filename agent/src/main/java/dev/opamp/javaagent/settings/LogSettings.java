package dev.opamp.javaagent.settings;

import dev.opamp.javaagent.log.LogLevel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The agent's own log. Immutable. */
public final class LogSettings {

  private final LogLevel level;
  private final @Nullable Path file;

  public LogSettings(LogLevel level, @Nullable Path file) {
    this.level = level;
    this.file = file;
  }

  public LogLevel level() {
    return level;
  }

  /** Null for stderr. */
  public @Nullable Path file() {
    return file;
  }

  static LogLevel parseLevel(String text) throws InvalidValueException {
    LogLevel level = LogLevel.named(text);
    if (level == null) {
      throw new InvalidValueException("is none of debug, info, warn, error, off");
    }
    return level;
  }
}
