package dev.opamp.javaagent.telemetry.prometheus;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one address serves. While one generation of metrics takes over from another, requests wait;
 * the first one afterwards gets the last values of the streams that have ended, once, as otherwise
 * nobody would ever see what was recorded since the request before.
 */
final class ScrapeContent {

  private static final long WAIT_MILLIS = 5_000;
  private static final long LAST_VALUES_NANOS = Duration.ofMinutes(5).toNanos();

  private @Nullable Exposition current;
  private @Nullable Exposition last;
  private long lastSince;
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
    last = values;
    lastSince = System.nanoTime();
  }

  /** Keeps other last values instead of these, if they are still kept. */
  synchronized void replace(Exposition values, Exposition by) {
    if (last == values) {
      last = by;
    }
  }

  synchronized void end() {
    ended = true;
    current = null;
    last = null;
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
    Exposition values = System.nanoTime() - lastSince < LAST_VALUES_NANOS ? last : null;
    if (consume) {
      last = null;
    }
    return values == null ? current : values;
  }
}
