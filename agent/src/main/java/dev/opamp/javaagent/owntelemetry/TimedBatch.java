package dev.opamp.javaagent.owntelemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Gathers what is to be exported together. Unlike the batch processors of the SDK it holds no
 * thread while there is nothing: an agent has a record or two in an hour. Thread-safe.
 */
final class TimedBatch<T> {

  /** As many as the SDK's processors keep; what comes on top is lost. */
  static final int CAPACITY = 2048;

  static final int LARGEST = 512;

  private final Function<Collection<T>, CompletableResultCode> export;
  private final Supplier<CompletableResultCode> end;
  private final ScheduledExecutorService timer;
  private final Duration delay;
  private final Queue<T> waiting = new ArrayDeque<>();
  private final List<CompletableResultCode> flushes = new ArrayList<>();
  private boolean scheduled;
  private boolean ended;

  /**
   * An empty batch.
   *
   * @param export sends some of them; one call at a time
   * @param end ends what exports, after the last call of it
   * @param timer runs the exports; it is shut down in the end
   * @param delay longest wait for others to share a request with
   */
  TimedBatch(
      Function<Collection<T>, CompletableResultCode> export,
      Supplier<CompletableResultCode> end,
      ScheduledExecutorService timer,
      Duration delay) {
    this.export = export;
    this.end = end;
    this.timer = timer;
    this.delay = delay;
  }

  /** Never blocks, and never fails: what cannot be kept is lost. */
  synchronized void add(T item) {
    if (ended || waiting.size() >= CAPACITY) {
      return;
    }
    waiting.add(item);
    if (!scheduled) {
      scheduled = start(this::exportAll, delay);
    }
    if (waiting.size() == LARGEST) {
      start(this::exportAll, Duration.ZERO);
    }
  }

  private boolean start(Runnable task, Duration after) {
    try {
      Future<?> unused = timer.schedule(task, after.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // It is being abandoned, or there is no thread; the next one tries again.
      return false;
    }
  }

  /** Runs on the timer alone. */
  private void exportAll() {
    try {
      for (List<T> some = some(); !some.isEmpty(); some = some()) {
        export(some);
      }
    } catch (OutOfMemoryError e) {
      // The next one tries again.
      restart();
    }
  }

  private synchronized void restart() {
    scheduled = false;
  }

  private void export(List<T> some) {
    try {
      export.apply(some).join(OwnTelemetry.EXPORT_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (RuntimeException | Error e) {
      // Those are lost; the next may not be, and somebody may wait for the end.
      return;
    }
  }

  private synchronized List<T> some() {
    List<T> some = new ArrayList<>();
    while (some.size() < LARGEST && !waiting.isEmpty()) {
      some.add(waiting.remove());
    }
    if (some.isEmpty()) {
      scheduled = false;
    }
    return some;
  }

  /** Exports what waits; done when that is. */
  CompletableResultCode flush() {
    CompletableResultCode result = new CompletableResultCode();
    synchronized (this) {
      flushes.add(result);
    }
    if (!start(() -> flush(result), Duration.ZERO)) {
      end(result, false);
    }
    return result;
  }

  private void flush(CompletableResultCode result) {
    exportAll();
    end(result, true);
  }

  private void end(CompletableResultCode flush, boolean delivered) {
    synchronized (this) {
      flushes.remove(flush);
    }
    if (delivered) {
      flush.succeed();
    } else {
      flush.fail();
    }
  }

  /** Takes no more, exports what waits, and ends what exports. */
  CompletableResultCode shutdown() {
    synchronized (this) {
      ended = true;
    }
    CompletableResultCode result = new CompletableResultCode();
    flush()
        .whenComplete(
            () -> {
              timer.shutdown();
              CompletableResultCode ending = ending();
              ending.whenComplete(() -> finish(result, ending));
            });
    return result;
  }

  private CompletableResultCode ending() {
    try {
      return end.get();
    } catch (RuntimeException | Error e) {
      return CompletableResultCode.ofFailure();
    }
  }

  private static void finish(CompletableResultCode result, CompletableResultCode as) {
    if (as.isSuccess()) {
      result.succeed();
    } else {
      result.fail();
    }
  }

  /** Gives up what waits. */
  void abandon() {
    List<CompletableResultCode> open;
    synchronized (this) {
      ended = true;
      waiting.clear();
      open = new ArrayList<>(flushes);
    }
    timer.shutdownNow();
    // Those that were not begun would never end.
    open.forEach(flush -> end(flush, false));
  }
}
