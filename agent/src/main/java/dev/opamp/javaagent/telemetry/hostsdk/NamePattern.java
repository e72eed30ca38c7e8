package dev.opamp.javaagent.telemetry.hostsdk;

/**
 * A name with the wildcards of the configuration language: {@code *} for any, {@code ?} for one.
 * Takes time in proportion to both lengths at most, as it is looked at on the application's
 * threads.
 */
final class NamePattern {

  private final String pattern;
  private final boolean anyCase;

  private NamePattern(String pattern, boolean anyCase) {
    this.pattern = pattern;
    this.anyCase = anyCase;
  }

  static NamePattern of(String pattern) {
    return new NamePattern(pattern, false);
  }

  /** For instrument names, which are the same in any case. */
  static NamePattern ofAnyCase(String pattern) {
    return new NamePattern(pattern, true);
  }

  boolean matches(String name) {
    int at = 0;
    int star = -1;
    int retry = 0;
    for (int i = 0; i < name.length(); ) {
      char wanted = at < pattern.length() ? pattern.charAt(at) : 0;
      if (at < pattern.length() && wanted == '*') {
        star = at++;
        retry = i;
      } else if (at < pattern.length() && (wanted == '?' || same(wanted, name.charAt(i)))) {
        at++;
        i++;
      } else if (star >= 0) {
        at = star + 1;
        i = ++retry;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == '*') {
      at++;
    }
    return at == pattern.length();
  }

  private boolean same(char a, char b) {
    return a == b || (anyCase && Character.toLowerCase(a) == Character.toLowerCase(b));
  }
}
