package dev.opamp.javaagent.agent;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The time of day, for what people and servers read; deadlines use a ticker. */
final class WallClock {

  private WallClock() {}

  static long unixNanos() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }
}
