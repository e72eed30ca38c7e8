package dev.opamp.javaagent.telemetry.hostsdk;

import java.util.regex.Pattern;

/**
 * A name with the wildcards of the configuration language: {@code *} for any, {@code ?} for one.
 */
final class NamePattern {

  private final Pattern pattern;

  private NamePattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * @param flags of {@link Pattern}: instrument names are compared without case
   */
  static NamePattern of(String wildcards, int flags) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < wildcards.length(); i++) {
      char c = wildcards.charAt(i);
      if (c == '*') {
        regex.append(".*");
      } else if (c == '?') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return new NamePattern(Pattern.compile(regex.toString(), flags | Pattern.DOTALL));
  }

  boolean matches(String name) {
    return pattern.matcher(name).matches();
  }
}
