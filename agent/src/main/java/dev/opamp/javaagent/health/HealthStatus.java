package dev.opamp.javaagent.health;

import java.util.Locale;

/** The words used as {@code ComponentHealth.status}, documented in docs/health.md. */
public enum HealthStatus {
  /** Not yet up. */
  STARTING,
  /** Up, and does what it was asked to do. */
  RUNNING,
  /** Works, but not as asked: an older state is in force, or a part is missing. */
  DEGRADED,
  /** Does not do its work. */
  FAILED,
  /** On its way down. */
  STOPPING,
  /** Not running, because nobody asked for it or the agent ended. */
  STOPPED;

  /** Returns the word on the wire. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
