package dev.opamp.javaagent.log;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Where agent log records go: stderr until the settings say otherwise. */
public final class LogOutput {

  private static volatile LogLevel threshold = LogLevel.WARN;
  private static volatile PrintStream stream = System.err;

  private LogOutput() {}

  static boolean isEnabled(LogLevel level) {
    return level.compareTo(threshold) >= 0;
  }

  /** Sets the least severe level that is written; it may change at run time. */
  public static void setThreshold(LogLevel level) {
    threshold = level;
  }

  static void write(LogLevel level, String logger, String message, @Nullable Throwable cause) {
    if (!isEnabled(level)) {
      return;
    }
    stream.println(
        "opamp-javaagent "
            + level
            + " "
            + logger
            + ": "
            + message
            + (cause == null ? "" : ": " + cause));
  }
}
