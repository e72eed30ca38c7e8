package dev.opamp.javaagent.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Host names, exact or {@code *.domain} for all below a domain or {@code *} for any. Immutable. */
public final class HostPatterns {

  private static final Pattern VALID =
      Pattern.compile("\\*|(\\*\\.)?[\\p{Alnum}_-]+(\\.[\\p{Alnum}_-]+)*|\\[?[0-9A-Fa-f:.]+]?");

  private final List<String> patterns;

  private HostPatterns(List<String> patterns) {
    this.patterns = Collections.unmodifiableList(patterns);
  }

  /** Returns patterns that match exactly these hosts. */
  public static HostPatterns exactly(Collection<String> hosts) {
    List<String> patterns = new ArrayList<>();
    for (String host : hosts) {
      patterns.add(normalise(host));
    }
    return new HostPatterns(patterns);
  }

  static HostPatterns parse(String text) throws InvalidValueException {
    List<String> patterns = new ArrayList<>();
    for (String entry : text.split(",", -1)) {
      String pattern = entry.trim();
      if (pattern.isEmpty()) {
        continue;
      }
      if (!VALID.matcher(pattern).matches()) {
        throw new InvalidValueException(
            "has an entry that is not a host name, *.domain or * (no scheme, port or path)");
      }
      patterns.add(normalise(pattern));
    }
    return new HostPatterns(patterns);
  }

  /** Returns whether a host is among them, whatever its case; IPv6 with or without brackets. */
  public boolean matches(String host) {
    String name = normalise(host);
    for (String pattern : patterns) {
      if (pattern.equals("*")
          || pattern.equals(name)
          || (pattern.startsWith("*.") && name.endsWith(pattern.substring(1)))) {
        return true;
      }
    }
    return false;
  }

  private static String normalise(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (name.startsWith("[") && name.endsWith("]")) {
      return name.substring(1, name.length() - 1);
    }
    // The name with the root dot is the same host.
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  @Override
  public String toString() {
    return String.join(",", patterns);
  }
}
