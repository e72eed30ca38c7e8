package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.telemetry.metrics.ReplacedCallbacks;
import dev.opamp.javaagent.telemetry.reader.ReaderThread;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Ends one generation of the meter provider and lets the next one collect, on the reader thread and
 * in the order of the changes. Streams of two generations never overlap: the old ones are collected
 * for the last time before the first collection of the new ones. For one change at a time.
 */
final class MeterHandover {

  private final ReaderThread thread;
  private final Queue<Runnable> pending = new ConcurrentLinkedQueue<>();
  private boolean first = true;

  MeterHandover(ReaderThread thread) {
    this.thread = thread;
  }

  /**
   * Hands over after a grace period, in which threads that hold an old instrument still record.
   *
   * @param since when the next one was put in force, by {@link System#nanoTime}
   */
  void begin(
      MeterGeneration before,
      ReplacedCallbacks callbacks,
      MeterGeneration next,
      long since,
      Duration grace) {
    if (first) {
      // What was observed before metrics were first switched on is part of their streams.
      first = false;
      callbacks.drop();
      next.start(since);
    } else {
      end(before, callbacks::observe, () -> start(callbacks, next, since), grace);
    }
  }

  private static void start(ReplacedCallbacks callbacks, MeterGeneration next, long since) {
    callbacks.retire();
    next.start(since);
  }

  /**
   * Ends a generation that was given up after it had been in force for moments. What was recorded
   * then is delivered; what is observed is the business of the one that goes on.
   */
  void giveUp(
      MeterGeneration generation, @Nullable ReplacedCallbacks callbacks, Duration grace) {
    Runnable drop = callbacks == null ? () -> {} : callbacks::drop;
    end(generation, drop, () -> {}, grace);
  }

  private void end(MeterGeneration before, Runnable first, Runnable last, Duration grace) {
    pending.add(
        () -> {
          first.run();
          before.finish();
          // The collections of finish are tasks of this thread, before this one.
          thread.run(last);
        });
    thread.runLater(this::next, grace);
  }

  /** Cuts every grace period short. */
  void hurry() {
    int waiting = pending.size();
    for (int i = 0; i < waiting; i++) {
      thread.run(this::next);
    }
  }

  /** A timer may find that its handover is done, or do that of an earlier one: the order counts. */
  private void next() {
    Runnable handover = pending.poll();
    if (handover != null) {
      handover.run();
    }
  }
}
