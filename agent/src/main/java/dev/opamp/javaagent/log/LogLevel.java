package dev.opamp.javaagent.log;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Severity of an agent log record, least severe first. */
public enum LogLevel {
  DEBUG,
  INFO,
  WARN,
  ERROR,
  OFF;

  /** Returns the level of that name in any case, or null when there is none. */
  public static @Nullable LogLevel named(String name) {
    for (LogLevel level : values()) {
      if (level.name().equals(name.toUpperCase(Locale.ROOT))) {
        return level;
      }
    }
    return null;
  }
}
