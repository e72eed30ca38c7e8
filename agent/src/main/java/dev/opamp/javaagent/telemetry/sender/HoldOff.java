package dev.opamp.javaagent.telemetry.sender;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Until when a receiver wants to be left alone, by all exports of a sender and not only by the one
 * it answered. One answer holds them off for a minute at most. Thread-safe.
 */
final class HoldOff {

  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final AtomicLong untilNanos;

  HoldOff(long nowNanos) {
    this.untilNanos = new AtomicLong(nowNanos);
  }

  /** Takes what a receiver asked for, and returns how much of it is granted. */
  @Nullable Duration ask(@Nullable Duration asked, long nowNanos) {
    if (asked == null) {
      return null;
    }
    Duration granted = asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    long until = nowNanos + granted.toNanos();
    untilNanos.accumulateAndGet(until, (before, next) -> next - before > 0 ? next : before);
    return granted;
  }

  /** How long it still lasts; zero when it is over. */
  long remainingNanos(long nowNanos) {
    return Math.max(0, untilNanos.get() - nowNanos);
  }
}
