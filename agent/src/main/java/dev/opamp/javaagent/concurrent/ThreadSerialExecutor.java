package dev.opamp.javaagent.concurrent;

import dev.opamp.javaagent.log.AgentLogger;
import java.time.Duration;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A {@link SerialExecutor} with one daemon thread of its own.
 *
 * <p>Closing runs what was given to {@link #execute} before, drops what was scheduled for later,
 * and waits for the thread to end, but not for ever.
 */
public final class ThreadSerialExecutor implements SerialExecutor, AutoCloseable {

  private static final AgentLogger LOG = AgentLogger.get(ThreadSerialExecutor.class);

  /** About 70 years: far enough, and safe from overflow when added to the clock. */
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 4);

  private final DelayQueue<DelayedTask> queue = new DelayQueue<>();
  private final AtomicLong sequence = new AtomicLong();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Duration closeLimit;
  private final Thread thread;

  /**
   * Starts the thread.
   *
   * @param role what the thread does, see {@link AgentThreads}
   * @param closeLimit how long {@link #close} waits for the running task before interrupting it
   */
  public ThreadSerialExecutor(String role, Duration closeLimit) {
    this.closeLimit = closeLimit;
    this.thread = AgentThreads.newThread(role, new Worker(queue));
    thread.start();
  }

  @Override
  public void execute(Runnable task) {
    enqueue(task, 0);
  }

  @Override
  public Cancellable schedule(Runnable task, Duration delay) {
    Duration bounded = delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
    DelayedTask entry = enqueue(task, Math.max(0, bounded.toNanos()));
    return () -> queue.remove(entry);
  }

  private DelayedTask enqueue(Runnable task, long delayNanos) {
    DelayedTask entry =
        new DelayedTask(task, System.nanoTime() + delayNanos, sequence.getAndIncrement());
    if (!closed.get()) {
      queue.add(entry);
    }
    return entry;
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    queue.add(new DelayedTask(Worker.END, System.nanoTime(), sequence.getAndIncrement()));
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      // Never join(0), which means for ever.
      thread.join(Math.max(1, closeLimit.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      thread.interrupt();
    }
  }

  /** Takes the tasks one by one until it meets the end mark. */
  private static final class Worker implements Runnable {
    static final Runnable END = () -> {};

    private final DelayQueue<DelayedTask> queue;

    Worker(DelayQueue<DelayedTask> queue) {
      this.queue = queue;
    }

    @Override
    public void run() {
      while (true) {
        Runnable task = next();
        if (task == END) {
          queue.clear();
          return;
        }
        try {
          task.run();
        } catch (Throwable t) {
          LOG.error("a task of " + Thread.currentThread().getName() + " failed", t);
        }
      }
    }

    private Runnable next() {
      while (true) {
        try {
          return queue.take().task;
        } catch (InterruptedException e) {
          // Meant for a task that has ended since; only the end mark stops this thread.
          LOG.debug("interrupt ignored between tasks");
        }
      }
    }
  }
}
