package dev.opamp.javaagent.concurrent;

import java.time.Duration;
import java.util.Random;

/**
 * Waiting times between attempts: the ceiling doubles with each up to a cap, and the wait is drawn
 * evenly below it, so that a fleet restarted together does not come back together.
 *
 * <p>A draw is never below a tenth of its ceiling: without a floor a run of small draws would
 * hammer the server. With one second doubling to thirty, ten seconds hold at most eight attempts.
 * Not thread-safe: used from one serial executor.
 */
public final class Backoff {

  private static final double FLOOR = 0.1;

  private final long initialNanos;
  private final long capNanos;
  private final Random random;
  private long ceilingNanos;

  /**
   * @param initial ceiling of the first wait, positive
   * @param cap largest ceiling, not below {@code initial}
   * @param random where the jitter comes from
   */
  public Backoff(Duration initial, Duration cap, Random random) {
    if (initial.isZero() || initial.isNegative() || cap.compareTo(initial) < 0) {
      throw new IllegalArgumentException("back-off from " + initial + " to " + cap);
    }
    this.initialNanos = initial.toNanos();
    this.capNanos = cap.toNanos();
    this.random = random;
    this.ceilingNanos = initialNanos;
  }

  /** Returns how long to wait before the next attempt, and doubles the ceiling. */
  public Duration next() {
    long ceiling = ceilingNanos;
    ceilingNanos = ceiling > capNanos / 2 ? capNanos : ceiling * 2;
    return Duration.ofNanos((long) (ceiling * (FLOOR + (1 - FLOOR) * random.nextDouble())));
  }

  /** Starts over; to be called only when an attempt has proved itself. */
  public void reset() {
    ceilingNanos = initialNanos;
  }
}
