package dev.opamp.javaagent.telemetry.prometheus;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What one address serves. While one generation of metrics takes over from another, requests wait;
 * the first one afterwards gets the last values of the streams that have ended, once, as otherwise
 * nobody would ever see what was recorded since the request before. If streams have ended more than
 * once since then, as many requests get the last values of one time each, in order.
 */
final class ScrapeContent {

  private static final long WAIT_MILLIS = 5_000;
  private static final long LAST_VALUES_NANOS = Duration.ofMinutes(5).toNanos();

  /** So many times at most; after more the oldest are gone. */
  private static final int LAST_VALUES = 8;

  private @Nullable Exposition current;
  private final Deque<LastValues> last = new ArrayDeque<>();
  private boolean paused = true;
  private boolean ended;

  /** Serves this from now on. */
  synchronized void serve(Exposition next) {
    current = next;
    paused = false;
    notifyAll();
  }

  /** Lets requests wait. */
  synchronized void pause() {
    paused = true;
  }

  /** Serves again what was served before. */
  synchronized void resume() {
    paused = false;
    notifyAll();
  }

  /** Keeps the last values of streams that have ended. */
  synchronized void keep(Exposition values) {
    if (last.size() == LAST_VALUES) {
      last.remove();
    }
    last.add(new LastValues(values));
  }

  /** Keeps other last values instead of these, if they are still kept. */
  synchronized void replace(Exposition values, Exposition by) {
    for (LastValues kept : last) {
      if (kept.values == values) {
        kept.values = by;
      }
    }
  }

  synchronized void end() {
    ended = true;
    current = null;
    last.clear();
    notifyAll();
  }

  /**
   * Returns what the next request gets; null when there is nothing.
   *
   * @param consume whether last values are given away with this
   */
  synchronized @Nullable Exposition next(boolean consume) {
    long end = System.nanoTime() + WAIT_MILLIS * 1_000_000;
    while (paused && !ended && end - System.nanoTime() > 0) {
      try {
        wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return null;
      }
    }
    if (paused || ended) {
      return null;
    }
    last.removeIf(LastValues::isTooOld);
    LastValues values = consume ? last.poll() : last.peek();
    return values == null ? current : values.values;
  }

  /** What streams that have ended had at their end. */
  private static final class LastValues {
    private final long since = System.nanoTime();
    Exposition values;

    LastValues(Exposition values) {
      this.values = values;
    }

    boolean isTooOld() {
      return System.nanoTime() - since >= LAST_VALUES_NANOS;
    }
  }
}
