package dev.opamp.javaagent.telemetry.reader;

import io.opentelemetry.sdk.common.Clock;

/**
 * The clock of one meter provider. It tells no time before the provider was put in force and none
 * after it was replaced, so that the streams of one provider end where those of the next begin.
 */
public final class GenerationClock implements Clock {

  private static final Bounds ENDING = new Bounds(0, 0);

  private final Clock clock;
  private volatile Bounds bounds;

  /**
   * Creates a clock that stands still.
   *
   * @param clock tells the ordinary time
   */
  public GenerationClock(Clock clock) {
    this.clock = clock;
    this.bounds = at(clock.now());
  }

  /** Sets a clock that stands still to another time, at which it goes on standing. */
  public void set(long epochNanos) {
    bounds = at(epochNanos);
  }

  /** Goes on from where it stands; also after {@link #stop}. */
  public void start() {
    bounds = new Bounds(bounds.from, Long.MAX_VALUE);
  }

  /** Stops, and returns the time at which it stands: no earlier reading was later than that. */
  public synchronized long stop() {
    long from = bounds.from;
    // A reading under way takes the time before it looks at the bounds, so it is either older than
    // what is read below, or waits for it.
    bounds = ENDING;
    long end = Math.max(from, clock.now());
    bounds = new Bounds(from, end);
    return end;
  }

  @Override
  public long now() {
    long now = clock.now();
    Bounds current = bounds;
    if (current == ENDING) {
      current = ended();
    }
    return Math.min(Math.max(now, current.from), current.to);
  }

  private synchronized Bounds ended() {
    return bounds;
  }

  @Override
  public long nanoTime() {
    return clock.nanoTime();
  }

  private static Bounds at(long epochNanos) {
    return new Bounds(epochNanos, epochNanos);
  }

  private static final class Bounds {
    final long from;
    final long to;

    Bounds(long from, long to) {
      this.from = from;
      this.to = to;
    }
  }
}
