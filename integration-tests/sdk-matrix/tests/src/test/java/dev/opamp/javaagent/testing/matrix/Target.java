package dev.opamp.javaagent.testing.matrix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is to be controlled.
 *
 * @param version of the SDK, the API, the starter or the other agent: what one would say of it
 * @param sdk the version of its SDK; for the API alone that of the API
 */
record Target(Kind kind, String version, String sdk) {

  static final List<String> SDKS = List.of("1.20.1", "1.31.0", "1.44.1", "1.67.0", "1.68.0");

  /** The SDKs of the two web applications. */
  static final List<String> WEB_SDKS = List.of("1.31.0", "1.67.0");

  static Target of(Kind kind, String version) {
    return all().stream()
        .filter(target -> target.kind == kind && target.version.equals(version))
        .findFirst()
        .orElseThrow();
  }

  static List<Target> all() {
    List<Target> all = new ArrayList<>();
    for (Kind kind : List.of(Kind.GLOBAL, Kind.LOCAL, Kind.AUTO)) {
      SDKS.forEach(sdk -> all.add(new Target(kind, sdk, sdk)));
    }
    all.add(new Target(Kind.BOOT, "2.31.1", "1.65.0"));
    // What both of them can do is what the older one can.
    all.add(new Target(Kind.TOMCAT, String.join(" and ", WEB_SDKS), WEB_SDKS.get(0)));
    all.add(new Target(Kind.UPSTREAM, "1.33.6", "1.41.0"));
    all.add(new Target(Kind.UPSTREAM, "2.10.0", "1.44.1"));
    all.add(new Target(Kind.UPSTREAM, "2.33.1", "1.67.0"));
    all.add(new Target(Kind.SPLUNK, "2.24.0", "1.58.0"));
    SDKS.forEach(api -> all.add(new Target(Kind.API, api, api)));
    return all;
  }

  /** Whether its SDK is of this version or newer. */
  boolean isSince(String version) {
    return Arrays.compare(numbers(sdk), numbers(version)) >= 0;
  }

  /** Whether the API that the application uses has logs. */
  boolean hasLogs() {
    return isSince("1.27.0");
  }

  /** Whether the agent brings the SDK, so that all of the language works. */
  boolean isOwnSdk() {
    return kind == Kind.API;
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
  }

  @Override
  public String toString() {
    return kind.words() + " " + version;
  }
}
