package dev.opamp.javaagent.concurrent;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Clock and executor of a test: nothing happens until the test says so. A task that throws fails
 * the test from within {@link #advance} or {@link #runAll}.
 */
public final class ManualScheduler implements SerialExecutor, Ticker {

  private record Entry(long due, long sequence, Runnable task) {}

  private final PriorityQueue<Entry> queue =
      new PriorityQueue<>(Comparator.comparingLong(Entry::due).thenComparing(Entry::sequence));
  private long now;
  private long sequence;

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public void execute(Runnable task) {
    enqueue(task, 0);
  }

  @Override
  public Cancellable schedule(Runnable task, Duration delay) {
    Entry entry = enqueue(task, Math.max(0, delay.toNanos()));
    return () -> queue.remove(entry);
  }

  private Entry enqueue(Runnable task, long delayNanos) {
    Entry entry = new Entry(now + delayNanos, sequence++, task);
    queue.add(entry);
    return entry;
  }

  /** Lets time pass, running each task at the moment it is due. */
  public void advance(Duration time) {
    runUntil(now + time.toNanos());
  }

  /** Lets time pass without running anything, as when the machine was suspended. */
  public void jump(Duration time) {
    now += time.toNanos();
  }

  /** Runs everything due now, also what such tasks add, without letting time pass. */
  public void runAll() {
    runUntil(now);
  }

  private void runUntil(long end) {
    while (!queue.isEmpty() && queue.peek().due() <= end) {
      Entry entry = queue.remove();
      now = Math.max(now, entry.due());
      entry.task().run();
    }
    now = end;
  }

  /** Returns how many tasks wait, due or not. */
  public int pending() {
    return queue.size();
  }

  /** Returns the time until the next task is due; zero when one is due now. */
  public Duration untilNext() {
    if (queue.isEmpty()) {
      throw new IllegalStateException("nothing is scheduled");
    }
    return Duration.ofNanos(Math.max(0, queue.peek().due() - now));
  }
}
