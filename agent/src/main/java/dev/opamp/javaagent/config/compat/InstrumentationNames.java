package dev.opamp.javaagent.config.compat;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of instrumentations, and the patterns of the scopes that they have. */
final class InstrumentationNames {

  private static final String PREFIX = "io.opentelemetry.";
  private static final int MOST = 100;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._*-]{1,100}");

  /** Their records have the names of the application's own loggers, not one of theirs. */
  private static final List<String> NAMELESS =
      Collections.unmodifiableList(
          Arrays.asList(
              "logback-appender",
              "log4j-appender",
              "java-util-logging",
              "jboss-logmanager-appender"));

  private InstrumentationNames() {}

  /** Returns the pattern of everything that OpenTelemetry instruments. */
  static Set<String> all() {
    return Collections.singleton(PREFIX + "*");
  }

  /**
   * Returns the patterns for a list separated by commas. A name stands for its scope and for those
   * that go on behind a hyphen, as versions do.
   */
  static Set<String> parse(String list) throws RefusedKeyException {
    Set<String> globs = new LinkedHashSet<>();
    int names = 0;
    for (String item : list.split(",", -1)) {
      String name = item.trim();
      if (name.isEmpty()) {
        continue;
      }
      check(name, ++names);
      globs.add(PREFIX + name);
      if (!name.endsWith("*")) {
        globs.add(PREFIX + name + "-*");
      }
    }
    return globs;
  }

  private static void check(String name, int names) throws RefusedKeyException {
    if (names > MOST) {
      throw new RefusedKeyException("must not name more than " + MOST + " instrumentations");
    }
    if (!NAME.matcher(name).matches()) {
      throw new RefusedKeyException(
          "must be names of instrumentations, separated by commas: letters, digits, '.', '_',"
              + " '-', and '*' for any characters");
    }
    for (String nameless : NAMELESS) {
      if (name.startsWith(nameless)) {
        throw new RefusedKeyException(
            "cannot be honoured for "
                + nameless
                + ": its records carry the names of the application's loggers; use send_logs");
      }
    }
  }
}
