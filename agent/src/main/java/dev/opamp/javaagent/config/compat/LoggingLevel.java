package dev.opamp.javaagent.config.compat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The words of {@code logging_level}. */
final class LoggingLevel {

  /** Of these words the one that is no severity of a declarative document. */
  static final String OFF = "off";

  private static final List<String> WORDS =
      Collections.unmodifiableList(
          Arrays.asList("trace", "debug", "info", "warn", "error", "fatal", OFF));

  private LoggingLevel() {}

  static String parse(String text) throws RefusedKeyException {
    String word = text.trim().toLowerCase(Locale.ROOT);
    if (!WORDS.contains(word)) {
      throw new RefusedKeyException("must be one of " + String.join(", ", WORDS));
    }
    return word;
  }
}
