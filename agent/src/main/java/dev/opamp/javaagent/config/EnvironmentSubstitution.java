package dev.opamp.javaagent.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces references to the environment in one scalar, by the data model of the declarative
 * configuration: {@code ${NAME}}, {@code ${env:NAME}}, {@code ${sys:name}}, each with an optional
 * {@code :-default}; {@code $$} stands for one dollar sign. What is put in is never looked at
 * again.
 */
final class EnvironmentSubstitution {

  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$\\{(?:(?:env:)?([a-zA-Z_][a-zA-Z0-9_]*)|sys:([a-zA-Z_][a-zA-Z0-9_.\\-]*?))"
              + "(?::-([^}\\n]*))?\\}");

  private final Lookups lookups;

  EnvironmentSubstitution(Lookups lookups) {
    this.lookups = lookups;
  }

  /**
   * Substitutes a scalar's text.
   *
   * @throws IllegalArgumentException for a reference that is not well formed; the message does not
   *     repeat it
   */
  Result apply(String text) {
    if (text.indexOf('$') < 0) {
      return new Result(text, false);
    }
    StringBuilder out = new StringBuilder(text.length());
    Matcher matcher = REFERENCE.matcher(text);
    boolean fromOutside = false;
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("$$", at)) {
        out.append('$');
        at += 2;
      } else if (text.startsWith("${", at)) {
        fromOutside |= reference(matcher.region(at, text.length()), out);
        at = matcher.end();
      } else {
        out.append(text.charAt(at++));
      }
    }
    return new Result(out.toString(), fromOutside);
  }

  private boolean reference(Matcher matcher, StringBuilder out) {
    if (!matcher.lookingAt()) {
      throw new IllegalArgumentException(
          "a ${…} reference is malformed (wanted ${NAME}, ${env:NAME} or ${sys:name}, optionally"
              + " with :-default; write $$ for a dollar sign)");
    }
    String value = lookUp(matcher.group(1), matcher.group(2));
    if (value == null || value.isEmpty()) {
      String fallback = matcher.group(3);
      out.append(fallback == null ? "" : fallback);
      return false;
    }
    out.append(value);
    return true;
  }

  private @Nullable String lookUp(@Nullable String variable, @Nullable String property) {
    if (variable != null) {
      return lookups.environment(variable);
    }
    return property == null ? null : lookups.property(property);
  }

  /** A scalar's text after substitution. */
  static final class Result {
    final String text;
    final boolean fromOutside;

    Result(String text, boolean fromOutside) {
      this.text = text;
      this.fromOutside = fromOutside;
    }
  }
}
