package dev.opamp.javaagent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the standard {@code OTEL_*} variables with their types. A bad value gives one warning that
 * names the variable, never its value, and counts as not set.
 */
final class VariableReader {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,15})\\s*(ms|s|m|h|d|)");

  private final Lookups lookups;
  private final Set<String> warnings;

  VariableReader(Lookups lookups, Set<String> warnings) {
    this.lookups = lookups;
    this.warnings = warnings;
  }

  @Nullable String text(String variable) {
    return lookups.standard(variable);
  }

  String textOr(String variable, String fallback) {
    String value = text(variable);
    return value == null ? fallback : value;
  }

  /** Returns the name of the first of these variables that is set; null when none is. */
  @Nullable String firstSet(String... variables) {
    for (String variable : variables) {
      if (text(variable) != null) {
        return variable;
      }
    }
    return null;
  }

  boolean flag(String variable) {
    return "true".equalsIgnoreCase(text(variable));
  }

  /** Puts a whole number, when it is set and in range. */
  void putNumber(Map<String, Object> into, String key, String variable, long min) {
    String value = text(variable);
    if (value == null) {
      return;
    }
    if (value.matches("\\d{1,10}") && inRange(Long.parseLong(value), min)) {
      into.put(key, Long.valueOf(value));
    } else {
      warn(variable, "is not a whole number of at least " + min);
    }
  }

  /** Puts a duration as milliseconds; a number without a unit is milliseconds. */
  void putMillis(Map<String, Object> into, String key, String variable, long min) {
    String value = text(variable);
    if (value == null) {
      return;
    }
    Matcher matcher = DURATION.matcher(value);
    long millis =
        matcher.matches() ? Long.parseLong(matcher.group(1)) * unit(matcher.group(2)) : -1;
    if (inRange(millis, min)) {
      into.put(key, millis);
    } else {
      warn(variable, "is not a duration");
    }
  }

  /** Puts a word, lower-cased, when it is one of those known. */
  void putWord(Map<String, Object> into, String key, String variable, String... known) {
    String word = word(variable, "", known);
    if (!word.isEmpty()) {
      into.put(key, word);
    }
  }

  /** Returns a lower-cased word of those known; the fallback when it is not set or not known. */
  String word(String variable, String fallback, String... known) {
    String value = text(variable);
    if (value == null) {
      return fallback;
    }
    String lower = value.toLowerCase(Locale.ROOT);
    for (String word : known) {
      if (word.equals(lower)) {
        return word;
      }
    }
    warn(variable, "must be one of " + String.join(", ", known));
    return fallback;
  }

  /** Returns the words of a comma-separated list that are known; the fallback when not set. */
  List<String> words(String variable, String fallback, String... known) {
    List<String> words = new ArrayList<>();
    for (String part : textOr(variable, fallback).split(",", -1)) {
      String word = part.trim().toLowerCase(Locale.ROOT);
      if (java.util.Arrays.asList(known).contains(word)) {
        words.add(word);
      } else if (!word.isEmpty()) {
        warn(variable, "holds a word that is none of " + String.join(", ", known));
      }
    }
    return words;
  }

  void warn(String variable, String reason) {
    warnings.add(variable + " " + reason + "; it is ignored");
  }

  private static boolean inRange(long value, long min) {
    return value >= min && value <= Integer.MAX_VALUE;
  }

  private static long unit(String unit) {
    switch (unit) {
      case "s":
        return 1_000;
      case "m":
        return 60_000;
      case "h":
        return 3_600_000;
      case "d":
        return 86_400_000;
      default:
        return 1;
    }
  }

  /** Returns a one-entry map: a choice node, or a wrapper. */
  static Map<String, Object> node(String key, @Nullable Object value) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put(key, value);
    return Collections.unmodifiableMap(node);
  }
}
