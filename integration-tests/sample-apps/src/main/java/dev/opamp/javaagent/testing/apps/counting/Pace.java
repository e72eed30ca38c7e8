package dev.opamp.javaagent.testing.apps.counting;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ten milliseconds apart, for as long as the load lasts; what was missed is made up for. */
final class Pace {

  static final int TICKS_PER_SECOND = 100;
  private static final long TICK = TimeUnit.SECONDS.toNanos(1) / TICKS_PER_SECOND;

  private final CountDownLatch over;
  private long due = System.nanoTime();

  Pace(CountDownLatch over) {
    this.over = over;
  }

  /** Waits for the next tick; false when the load is over. */
  boolean awaitTick() throws InterruptedException {
    due += TICK;
    long now = System.nanoTime();
    // A host that stood still for a second is not to be flooded.
    due = Math.max(due, now - 100 * TICK);
    return !over.await(Math.max(0, due - now), TimeUnit.NANOSECONDS);
  }
}
