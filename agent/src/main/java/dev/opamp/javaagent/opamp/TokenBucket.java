package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.concurrent.Ticker;
import java.time.Duration;

/** Allows a burst, and one more per interval after it. */
final class TokenBucket {

  private final Ticker ticker;
  private final long intervalNanos;
  private final long burstNanos;
  private long fullAt;

  TokenBucket(Ticker ticker, int burst, Duration interval) {
    this.ticker = ticker;
    this.intervalNanos = interval.toNanos();
    this.burstNanos = intervalNanos * (burst - 1);
    this.fullAt = ticker.nanos();
  }

  /** Returns how long until the next token; zero when there is one. */
  Duration untilNext() {
    return Duration.ofNanos(Math.max(0, fullAt - ticker.nanos() - burstNanos));
  }

  /** Takes one, on credit if need be. */
  void take() {
    long now = ticker.nanos();
    fullAt = (fullAt - now > 0 ? fullAt : now) + intervalNanos;
  }

  /** Takes one if there is one. */
  boolean tryTake() {
    if (!untilNext().isZero()) {
      return false;
    }
    take();
    return true;
  }
}
