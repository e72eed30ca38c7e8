package dev.opamp.javaagent.opamp;

import org.jspecify.annotations.Nullable;

/**
 * What this agent claims it can do (spec: AgentCapabilities). Immutable; ReportsStatus is always
 * claimed and nothing can be claimed that is not built.
 */
public final class Capabilities {

  public static final long REPORTS_STATUS = 0x1;
  public static final long ACCEPTS_REMOTE_CONFIG = 0x2;
  public static final long REPORTS_EFFECTIVE_CONFIG = 0x4;
  public static final long REPORTS_OWN_TRACES = 0x20;
  public static final long REPORTS_OWN_METRICS = 0x40;
  public static final long REPORTS_OWN_LOGS = 0x80;
  public static final long ACCEPTS_OPAMP_CONNECTION_SETTINGS = 0x100;
  public static final long ACCEPTS_OTHER_CONNECTION_SETTINGS = 0x200;
  public static final long ACCEPTS_RESTART_COMMAND = 0x400;
  public static final long REPORTS_HEALTH = 0x800;
  public static final long REPORTS_REMOTE_CONFIG = 0x1000;
  public static final long REPORTS_HEARTBEAT = 0x2000;
  public static final long REPORTS_AVAILABLE_COMPONENTS = 0x4000;
  public static final long REPORTS_CONNECTION_SETTINGS_STATUS = 0x8000;

  /** Server capability: it wants {@code effective_config}. */
  static final long SERVER_ACCEPTS_EFFECTIVE_CONFIG = 0x4;

  /** Server capability: it answers {@code connection_settings_request}. */
  static final long SERVER_ACCEPTS_CONNECTION_SETTINGS_REQUEST = 0x40;

  private static final long BUILT =
      REPORTS_STATUS
          | ACCEPTS_REMOTE_CONFIG
          | REPORTS_EFFECTIVE_CONFIG
          | REPORTS_OWN_TRACES
          | REPORTS_OWN_METRICS
          | REPORTS_OWN_LOGS
          | ACCEPTS_OPAMP_CONNECTION_SETTINGS
          | ACCEPTS_OTHER_CONNECTION_SETTINGS
          | ACCEPTS_RESTART_COMMAND
          | REPORTS_HEALTH
          | REPORTS_REMOTE_CONFIG
          | REPORTS_HEARTBEAT
          | REPORTS_AVAILABLE_COMPONENTS
          | REPORTS_CONNECTION_SETTINGS_STATUS;

  private final long bits;

  private Capabilities(long bits) {
    this.bits = bits;
  }

  /** Everything this agent is able to do. */
  public static Capabilities all() {
    return new Capabilities(BUILT);
  }

  /** Returns these capabilities less some; ReportsStatus stays whatever is asked. */
  public Capabilities without(long unwanted) {
    return new Capabilities((bits & ~unwanted) | REPORTS_STATUS);
  }

  /** Whether every one of the given bits is claimed. */
  public boolean has(long wanted) {
    return (bits & wanted) == wanted;
  }

  /** The bit mask as it goes over the wire. */
  public long bits() {
    return bits;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Capabilities && bits == ((Capabilities) other).bits;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(bits);
  }

  @Override
  public String toString() {
    return "0x" + Long.toHexString(bits);
  }
}
