package dev.opamp.javaagent.net;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code Retry-After} (RFC 7231, 7.1.3): seconds, or a date in any of the three formats of
 * HTTP. A date is measured from the server's own {@code Date} header, so that a skewed clock on
 * either side does not matter.
 */
public final class RetryAfter {

  /** The longest wait a server can ask for. */
  public static final Duration LONGEST = Duration.ofHours(1);

  private static final DateTimeFormatter RFC_850 =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("EEEE, dd-MMM-")
          .appendValueReduced(ChronoField.YEAR, 2, 2, 2000)
          .appendPattern(" HH:mm:ss 'GMT'")
          .toFormatter(Locale.US);
  private static final DateTimeFormatter ASCTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US);

  private RetryAfter() {}

  /** Only 503 and 429 make the client wait; on other statuses the header has no meaning. */
  public static @Nullable Duration of(
      int status, @Nullable String retryAfter, @Nullable String date, Instant now) {
    return status == 503 || status == 429 ? parse(retryAfter, date, now) : null;
  }

  /** Returns null when the header is absent, malformed, zero, negative or in the past. */
  public static @Nullable Duration parse(
      @Nullable String value, @Nullable String date, Instant now) {
    if (value == null) {
      return null;
    }
    String text = value.trim();
    if (text.matches("[0-9]+")) {
      return bounded(Duration.ofSeconds(text.length() > 9 ? 999_999_999 : Long.parseLong(text)));
    }
    Instant until = instant(text);
    Instant base = date == null ? null : instant(date.trim());
    return until == null ? null : bounded(Duration.between(base == null ? now : base, until));
  }

  private static @Nullable Duration bounded(Duration wait) {
    if (wait.isZero() || wait.isNegative()) {
      return null;
    }
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }

  private static @Nullable Instant instant(String text) {
    try {
      return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeParseException notRfc1123) {
      Instant rfc850 = instant(text, RFC_850);
      return rfc850 == null ? instant(text, ASCTIME) : rfc850;
    }
  }

  private static @Nullable Instant instant(String text, DateTimeFormatter format) {
    try {
      return LocalDateTime.parse(text, format).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException otherFormat) {
      return null;
    }
  }
}
