package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.settings.ConnectionSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long the agent may be silent: the heartbeat interval of a WebSocket, the poll interval of
 * plain HTTP. An offered interval replaces the local one for as long as the settings of the
 * connection it came with; one that the configuration in force demands replaces both.
 */
final class HeartbeatSchedule {

  private static final long MIN_SECONDS = 1;
  private static final long MAX_SECONDS = 24 * 60 * 60;

  private final boolean claimed;
  private boolean mayStop;
  private Duration configured;
  private @Nullable Duration offered;
  private @Nullable Duration demanded;

  HeartbeatSchedule(ServerConnection connection, Capabilities capabilities) {
    this.claimed = capabilities.has(Capabilities.REPORTS_HEARTBEAT);
    this.configured = configured(connection.settings());
    use(connection);
  }

  /** Another connection has another kind of interval, and perhaps another that was offered. */
  void use(ServerConnection connection) {
    mayStop = connection.settings().isWebSocket();
    configured = configured(connection.settings());
    offered = null;
    Long seconds = connection.heartbeatSeconds();
    if (seconds != null) {
      offer(seconds);
    }
  }

  private static Duration configured(ConnectionSettings settings) {
    return settings.isWebSocket() ? settings.heartbeatInterval() : settings.pollInterval();
  }

  /** Returns the interval; null when nothing is sent without a reason. */
  @Nullable Duration interval() {
    if (mayStop && !claimed) {
      return null;
    }
    Duration otherwise = offered == null ? configured : offered;
    Duration interval = demanded == null ? otherwise : demanded;
    return interval.isZero() ? null : interval;
  }

  /** Takes an interval that the configuration asks for, whatever the connection; null for none. */
  void demand(@Nullable Duration interval) {
    demanded = interval;
  }

  /**
   * Takes an offered interval; ignored when heartbeats are not claimed.
   *
   * @param seconds unsigned; 0 stops heartbeats, and returns polling to its configured interval
   */
  void offer(long seconds) {
    if (!claimed) {
      return;
    }
    if (seconds == 0) {
      offered = mayStop ? Duration.ZERO : null;
    } else if (seconds < 0) {
      // Beyond 2^63 as the unsigned number it is.
      offered = Duration.ofSeconds(MAX_SECONDS);
    } else {
      offered = Duration.ofSeconds(Math.min(MAX_SECONDS, Math.max(MIN_SECONDS, seconds)));
    }
  }
}
