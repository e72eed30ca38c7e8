package dev.opamp.javaagent.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The TLS versions of a connection, from a lower and an upper bound. */
final class TlsVersions {

  private static final List<String> KNOWN =
      Collections.unmodifiableList(Arrays.asList("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"));
  private static final String DEFAULT_MIN = "TLSv1.2";

  private TlsVersions() {}

  /**
   * Returns the names of the JDK, oldest first; never none.
   *
   * @param supported what this JVM can do
   * @throws TlsException if a bound is unknown, unsupported, or the bounds exclude each other
   */
  static List<String> between(String min, String max, List<String> supported) throws TlsException {
    int from = KNOWN.indexOf(min.isEmpty() ? DEFAULT_MIN : named("least", min, supported));
    int to = max.isEmpty() ? KNOWN.size() - 1 : KNOWN.indexOf(named("newest", max, supported));
    if (from > to) {
      throw new TlsException(
          "the least TLS version, "
              + KNOWN.get(from)
              + (min.isEmpty() ? " by default" : "")
              + ", is above the newest, "
              + KNOWN.get(to));
    }
    List<String> versions = new ArrayList<>(KNOWN.subList(from, to + 1));
    versions.retainAll(supported);
    if (versions.isEmpty()) {
      throw new TlsException("this JVM supports no TLS version that is allowed");
    }
    return versions;
  }

  /**
   * Returns the name of the JDK for either spelling, {@code 1.2} or {@code TLSv1.2}.
   *
   * @throws TlsException if there is no such version
   */
  static String named(String spelled) throws TlsException {
    String number = spelled.trim().toUpperCase(Locale.ROOT).replaceFirst("^TLSV", "");
    String name = "TLSv" + (number.equals("1.0") ? "1" : number);
    if (!KNOWN.contains(name)) {
      throw new TlsException(
          "'" + OneLine.of(spelled) + "' is no TLS version; known are 1.0, 1.1, 1.2 and 1.3");
    }
    return name;
  }

  private static String named(String bound, String spelled, List<String> supported)
      throws TlsException {
    String name = named(spelled);
    if (!supported.contains(name)) {
      throw new TlsException("this JVM does not support " + name + ", the " + bound + " wanted");
    }
    return name;
  }
}
