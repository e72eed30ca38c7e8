package dev.opamp.javaagent.telemetry;

import java.util.Map;

/** Reads the statistics of one signal. */
final class Stats {

  private Stats() {}

  @SuppressWarnings("unchecked")
  static Map<String, Object> of(OwnSdkTarget target, String signal) {
    return (Map<String, Object>) target.stats().get(signal);
  }
}
