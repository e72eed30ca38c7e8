package dev.opamp.javaagent.testing.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A small fleet loses its server and comes back, each session and not all at once. Over WebSocket:
 * agents that poll every 30 s do not even notice an outage as short as this.
 */
@Timeout(300)
class FleetIT {

  private static final int SESSIONS = 50;

  @Test
  @Tag("ERR-26")
  void serverKilledAndRestarted_allComeBackSpread() throws Exception {
    Returns returns =
        new Outage(SESSIONS, "ws", Duration.ofSeconds(8), Duration.ofMinutes(2)).run();
    assertThat(returns.lost()).isZero();
    assertThat(returns.back()).hasSize(SESSIONS);
    assertThat(returns.attempted(0.9) - returns.attempted(0.1)).isGreaterThan(1000);
    assertThat(returns.peak(100)).isLessThan(SESSIONS / 4);
  }
}
