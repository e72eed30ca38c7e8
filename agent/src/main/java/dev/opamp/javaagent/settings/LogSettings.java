package dev.opamp.javaagent.settings;

import dev.opamp.javaagent.log.LogLevel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The agent's own log. Immutable. */
public final class LogSettings {

  private final LogLevel level;
  private final boolean levelSet;
  private final @Nullable Path file;

  /**
   * Creates them.
   *
   * @param levelSet whether the level was chosen, and not left at its default
   */
  public LogSettings(LogLevel level, boolean levelSet, @Nullable Path file) {
    this.level = level;
    this.levelSet = levelSet;
    this.file = file;
  }

  public LogLevel level() {
    return level;
  }

  /** Whether the level was chosen, and not left at its default. */
  public boolean isLevelSet() {
    return levelSet;
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
