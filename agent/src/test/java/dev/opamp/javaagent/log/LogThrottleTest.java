package dev.opamp.javaagent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogThrottleTest {

  private final AtomicLong clock = new AtomicLong();
  private final LogThrottle throttle = new LogThrottle(2, 100, clock::get);

  @Test
  void admitsUpToTheLimitAndThenCountsWhatItSuppressed() {
    assertThat(admit("connect failed after 1 ms")).isZero();
    assertThat(admit("connect failed after 20 ms")).isZero();
    assertThat(admit("connect failed after 3 ms")).isEqualTo(LogThrottle.SUPPRESS);
    assertThat(admit("connect failed after 4 ms")).isEqualTo(LogThrottle.SUPPRESS);
    clock.set(100);
    assertThat(admit("connect failed after 5 ms")).isEqualTo(2);
    assertThat(admit("connect failed after 6 ms")).isZero();
    assertThat(admit("connect failed after 7 ms")).isEqualTo(LogThrottle.SUPPRESS);
  }

  @Test
  void kindsDoNotShareALimit() {
    admit("one");
    admit("one");
    assertThat(admit("one")).isEqualTo(LogThrottle.SUPPRESS);
    assertThat(admit("other")).isZero();
    assertThat(throttle.admit("L", LogLevel.ERROR, "one")).isZero();
    assertThat(throttle.admit("M", LogLevel.WARN, "one")).isZero();
  }

  @Test
  void endlessNewKindsDoNotPushOutAKindInUse() {
    admit("outage");
    admit("outage");
    for (int i = 0; i < 10_000; i++) {
      admit("kind " + "x".repeat(i % 100) + (char) ('a' + i % 26));
      assertThat(admit("outage")).isEqualTo(LogThrottle.SUPPRESS);
    }
  }

  private int admit(String message) {
    return throttle.admit("L", LogLevel.WARN, message);
  }
}
