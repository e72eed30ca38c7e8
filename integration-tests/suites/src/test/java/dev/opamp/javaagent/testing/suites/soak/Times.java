package dev.opamp.javaagent.testing.suites.soak;

import java.time.Instant;

/** OTLP's times for people. */
final class Times {

  private Times() {}

  static Instant instant(long unixNano) {
    return Instant.ofEpochSecond(0, unixNano);
  }

  static String text(long unixNano) {
    if (unixNano == 0) {
      return "(unknown)";
    }
    String time = instant(unixNano).toString();
    return time.substring(time.indexOf('T') + 1);
  }
}
