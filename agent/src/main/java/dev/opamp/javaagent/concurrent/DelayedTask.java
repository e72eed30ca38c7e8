package dev.opamp.javaagent.concurrent;

import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A task with the time it is due; equal times keep the order in which the tasks were given. */
final class DelayedTask implements Delayed {

  final Runnable task;
  private final long dueNanos;
  private final long sequence;

  DelayedTask(Runnable task, long dueNanos, long sequence) {
    this.task = task;
    this.dueNanos = dueNanos;
    this.sequence = sequence;
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  @Override
  public int compareTo(Delayed other) {
    DelayedTask that = (DelayedTask) other;
    long difference = dueNanos - that.dueNanos;
    return difference == 0 ? Long.compare(sequence, that.sequence) : Long.signum(difference);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(sequence);
  }
}
