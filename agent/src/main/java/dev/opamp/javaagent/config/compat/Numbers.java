package dev.opamp.javaagent.config.compat;

import java.util.regex.Pattern;

/** Decimal numbers within bounds; not all that {@code Double.parseDouble} takes for one. */
final class Numbers {

  private static final Pattern DECIMAL =
      Pattern.compile("(?:\\d{1,20}(?:\\.\\d{0,20})?|\\.\\d{1,20})(?:[eE][+-]?\\d{1,3})?");

  private Numbers() {}

  /** Parses a number from 0 to a limit. */
  static double upTo(int limit, String text) throws RefusedKeyException {
    String trimmed = text.trim();
    if (DECIMAL.matcher(trimmed).matches()) {
      double number = Double.parseDouble(trimmed);
      if (number <= limit) {
        return number;
      }
    }
    throw new RefusedKeyException("must be a number from 0 to " + limit);
  }
}
