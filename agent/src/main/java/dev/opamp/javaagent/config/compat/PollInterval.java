package dev.opamp.javaagent.config.compat;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The duration of {@code opamp_polling_interval}: {@code 30s}, {@code 500ms}, {@code 1m30s}. */
final class PollInterval {

  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofDays(1);
  private static final Pattern WHOLE = Pattern.compile("(?:\\d{1,9}(?:ms|s|m|h))+");
  private static final Pattern PART = Pattern.compile("(\\d+)(ms|s|m|h)");

  private PollInterval() {}

  static Duration parse(String text) throws RefusedKeyException {
    String trimmed = text.trim();
    if (trimmed.length() > 40 || !WHOLE.matcher(trimmed).matches()) {
      throw new RefusedKeyException("must be a duration such as 30s, 1m or 1m30s");
    }
    Duration sum = Duration.ZERO;
    for (Matcher part = PART.matcher(trimmed); part.find(); ) {
      sum = sum.plus(of(Long.parseLong(part.group(1)), part.group(2)));
    }
    if (sum.compareTo(LEAST) < 0 || sum.compareTo(MOST) > 0) {
      throw new RefusedKeyException("must be at least 1s and at most 24h");
    }
    return sum;
  }

  private static Duration of(long count, String unit) {
    switch (unit) {
      case "ms":
        return Duration.ofMillis(count);
      case "s":
        return Duration.ofSeconds(count);
      case "m":
        return Duration.ofMinutes(count);
      default:
        return Duration.ofHours(count);
    }
  }
}
