package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.telemetry.metrics.ReplacedCallbacks;
import dev.opamp.javaagent.telemetry.reader.ReaderThread;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Ends one generation of the meter provider and lets the next one collect, on the reader thread and
 * in the order of the changes. Streams of two generations never overlap: the old ones are collected
 * for the last time before the first collection of the new ones. For one change at a time.
 *
 * <p>Threads of the application that hold an old instrument may still record for moments. Until the
 * last collection there is a grace period, and what comes even later is swept up once a second has
 * passed since the change.
 */
final class MeterHandover {

  private final ReaderThread thread;
  private final Duration longestGrace;
  private final Queue<Runnable> ends = new ConcurrentLinkedQueue<>();
  private final Queue<Runnable> sweeps = new ConcurrentLinkedQueue<>();
  private final Set<CompletableResultCode> ending = ConcurrentHashMap.newKeySet();
  private volatile boolean first = true;

  /**
   * Creates one without anything to do.
   *
   * @param longestGrace how long threads that hold a replaced instrument may still record
   */
  MeterHandover(ReaderThread thread, Duration longestGrace) {
    this.thread = thread;
    this.longestGrace = longestGrace;
  }

  /**
   * Hands over from one state to the next.
   *
   * @param since when the next one was put in force, by {@link System#nanoTime}
   */
  void begin(MetricsState before, ReplacedCallbacks callbacks, MeterGeneration next, long since) {
    if (first) {
      // What was observed before metrics were first switched on is part of their streams.
      first = false;
      callbacks.drop();
      next.start(since);
    } else {
      end(
          before,
          callbacks::observe,
          () -> {
            callbacks.retire();
            next.start(since);
          });
    }
  }

  /**
   * Ends a state that was given up after it had been in force for moments. What was recorded then
   * is delivered; what is observed is the business of the one that goes on.
   */
  void giveUp(MetricsState state, @Nullable ReplacedCallbacks callbacks) {
    end(state, callbacks == null ? () -> {} : callbacks::drop, () -> {});
  }

  private void end(MetricsState before, Runnable first, Runnable last) {
    CompletableResultCode finished = before.generation.finished();
    ending.add(finished);
    finished.whenComplete(() -> ending.remove(finished));
    long sweepAt = System.nanoTime() + longestGrace.toNanos();
    ends.add(
        () -> {
          first.run();
          before.generation.finish();
          // The collections of finish are tasks of this thread, before this one.
          thread.run(last);
          sweeps.add(before.generation::sweep);
          long wait = Math.max(0, sweepAt - System.nanoTime());
          thread.runLater(() -> next(sweeps), Duration.ofNanos(wait));
        });
    if (before.generation.isOff()) {
      // Nobody records there, and what is observed meanwhile belongs to the next one already.
      thread.run(this::endAll);
    } else {
      thread.runLater(() -> next(ends), grace(before));
    }
  }

  private void endAll() {
    while (next(ends)) {}
  }

  /** No longer than an interval, so that what comes in has no longer gap. */
  private Duration grace(MetricsState replaced) {
    Duration grace = longestGrace;
    for (ReaderPlan plan : replaced.plans) {
      grace = plan.interval().compareTo(grace) < 0 ? plan.interval() : grace;
    }
    return grace;
  }

  /** Cuts every grace period short; the result is that of all that has yet to be delivered. */
  CompletableResultCode flush() {
    CompletableResultCode delivered = CompletableResultCode.ofAll(new ArrayList<>(ending));
    hurry();
    return delivered;
  }

  /** Cuts every grace period short. */
  void hurry() {
    thread.run(
        () -> {
          endAll();
          thread.run(
              () -> {
                while (next(sweeps)) {}
              });
        });
  }

  /**
   * Does what is next. A timer may find nothing left to do, or do it for an earlier change: then
   * that has less grace, and its sweep still comes at its time.
   */
  private static boolean next(Queue<Runnable> tasks) {
    Runnable task = tasks.poll();
    if (task == null) {
      return false;
    }
    task.run();
    return true;
  }
}
