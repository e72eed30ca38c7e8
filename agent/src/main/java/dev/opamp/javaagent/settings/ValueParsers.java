package dev.opamp.javaagent.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The simple kinds of value. */
final class ValueParsers {

  private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(-?\\d{1,18})\\s*([A-Za-z]*)");
  private static final String TLS_NAME = "TLSv";
  private static final long LONGEST_MILLIS = Duration.ofDays(365).toMillis();

  private ValueParsers() {}

  static Boolean bool(String text) throws InvalidValueException {
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return Boolean.valueOf(text);
    }
    throw new InvalidValueException("is neither true nor false");
  }

  static Path path(String text) throws InvalidValueException {
    try {
      return Paths.get(text);
    } catch (InvalidPathException e) {
      throw new InvalidValueException("is not a path: " + e.getReason());
    }
  }

  /** As OpenTelemetry has it: {@code 500ms}, {@code 30s}, {@code 5m}; a plain number is in ms. */
  static Duration duration(String text) throws InvalidValueException {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidValueException("is not a duration such as 30s or 500ms");
    }
    long number = Long.parseLong(matcher.group(1));
    long unit = millisOf(matcher.group(2));
    if (number < 0) {
      throw new InvalidValueException("is negative");
    }
    if (number > LONGEST_MILLIS / unit) {
      throw new InvalidValueException("is longer than 365d");
    }
    return Duration.ofMillis(number * unit);
  }

  static Duration positiveDuration(String text) throws InvalidValueException {
    Duration duration = duration(text);
    if (duration.isZero()) {
      throw new InvalidValueException("must be more than 0");
    }
    return duration;
  }

  static Duration atLeastOneSecond(String text) throws InvalidValueException {
    Duration duration = duration(text);
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new InvalidValueException("must be at least 1s");
    }
    return duration;
  }

  private static long millisOf(String unit) throws InvalidValueException {
    switch (unit.toLowerCase(Locale.ROOT)) {
      case "":
      case "ms":
        return 1;
      case "s":
        return 1000;
      case "m":
        return 60_000;
      case "h":
        return 3_600_000;
      case "d":
        return 86_400_000;
      default:
        throw new InvalidValueException("has a unit other than ms, s, m, h and d");
    }
  }

  /** A number of bytes from 1 to 2147483647. */
  static Integer size(String text) throws InvalidValueException {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidValueException("is not a size such as 67108864 or 64MiB");
    }
    long number = Long.parseLong(matcher.group(1));
    long unit = bytesOf(matcher.group(2));
    if (number <= 0) {
      throw new InvalidValueException("must be more than 0: there is no unlimited mode");
    }
    if (number > Integer.MAX_VALUE / unit) {
      throw new InvalidValueException("is larger than 2147483647 bytes");
    }
    return (int) (number * unit);
  }

  private static long bytesOf(String unit) throws InvalidValueException {
    switch (unit.toLowerCase(Locale.ROOT)) {
      case "":
      case "b":
        return 1;
      case "kib":
        return 1024;
      case "mib":
        return 1024 * 1024;
      default:
        throw new InvalidValueException("has a unit other than KiB and MiB");
    }
  }

  /** As it is spelled; {@code 1.2} and {@code TLSv1.2} mean the same. */
  static String tlsVersion(String text) throws InvalidValueException {
    String version = text.trim();
    boolean named = version.regionMatches(true, 0, TLS_NAME, 0, TLS_NAME.length());
    switch (named ? version.substring(TLS_NAME.length()) : version) {
      case "1":
      case "1.0":
      case "1.1":
      case "1.2":
      case "1.3":
        return version;
      default:
        throw new InvalidValueException("is none of 1.0, 1.1, 1.2 and 1.3");
    }
  }

  /** Whether {@code gzip} was asked for. */
  static Boolean compression(String text) throws InvalidValueException {
    switch (text.toLowerCase(Locale.ROOT)) {
      case "gzip":
        return true;
      case "none":
        return false;
      default:
        throw new InvalidValueException("is neither gzip nor none");
    }
  }
}
