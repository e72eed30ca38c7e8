package dev.opamp.javaagent.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The text form of a log record. */
final class LogFormat {

  private static final DateTimeFormatter UTC_MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private LogFormat() {}

  /**
   * Returns the record as one line; with a stack trace below it when asked for.
   *
   * <p>Line breaks in messages are replaced, so that nobody can forge a record.
   */
  static String format(LogEvent event, boolean stackTrace) {
    StringBuilder line = new StringBuilder(128);
    line.append(UTC_MILLIS.format(Instant.ofEpochMilli(event.epochMillis())))
        .append(" opamp-javaagent ")
        .append(event.level())
        .append(' ')
        .append(event.logger())
        .append(": ")
        .append(oneLine(event.message()));
    Throwable cause = event.cause();
    if (cause != null) {
      line.append(": ").append(oneLine(cause.toString()));
      if (stackTrace) {
        line.append(System.lineSeparator()).append(trace(cause));
      }
    }
    return line.toString();
  }

  private static String trace(Throwable cause) {
    StringWriter text = new StringWriter();
    cause.printStackTrace(new PrintWriter(text, true));
    return text.toString().trim();
  }

  static String oneLine(@Nullable String text) {
    return text == null ? "" : text.replace('\r', ' ').replace('\n', ' ');
  }
}
