package dev.opamp.javaagent.owntelemetry;

import java.util.Locale;

/** The signals of the agent's own telemetry. */
public enum OwnSignal {
  METRICS,
  TRACES,
  LOGS;

  /** Returns the name in lower case, as health and metrics use it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
