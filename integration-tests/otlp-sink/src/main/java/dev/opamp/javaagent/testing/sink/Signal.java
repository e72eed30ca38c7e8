package dev.opamp.javaagent.testing.sink;

/** The three kinds of telemetry, with the path each has by default over OTLP/HTTP. */
public enum Signal {
  TRACES("/v1/traces"),
  METRICS("/v1/metrics"),
  LOGS("/v1/logs");

  private final String defaultPath;

  Signal(String defaultPath) {
    this.defaultPath = defaultPath;
  }

  String defaultPath() {
    return defaultPath;
  }
}
