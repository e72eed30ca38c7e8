package dev.opamp.javaagent.concurrent;

import dev.opamp.javaagent.log.AgentLogger;
import java.time.Duration;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SerialExecutor} with one daemon thread of its own, which is there while there are tasks,
 * those for later included, and a moment longer.
 *
 * <p>Closing runs what was given to {@link #execute} before, drops what was scheduled for later,
 * and waits for the thread to end, but not for ever.
 */
public final class ThreadSerialExecutor implements SerialExecutor, AutoCloseable {

  private static final AgentLogger LOG = AgentLogger.get(ThreadSerialExecutor.class);

  /** About 70 years: far enough, and safe from overflow when added to the clock. */
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 4);

  private static final long IDLE_SECONDS = 2;

  private final DelayQueue<DelayedTask> queue = new DelayQueue<>();
  private final Object lock = new Object();
  private final String role;
  private final Duration closeLimit;
  private final Executor starter;

  // Guarded by the lock.
  private long sequence;
  private boolean closed;
  private boolean starting;
  private @Nullable Thread thread;

  /**
   * Starts nothing yet.
   *
   * @param role what the thread does, see {@link AgentThreads}
   * @param closeLimit how long {@link #close} waits for the running task before interrupting it
   */
  public ThreadSerialExecutor(String role, Duration closeLimit) {
    this(role, closeLimit, Runnable::run);
  }

  /**
   * As {@link #ThreadSerialExecutor(String, Duration)}, for tasks that come from threads of the
   * application: a thread that one of those makes would inherit what the application has bound to
   * it, and keep it in memory.
   *
   * @param starter runs what makes the thread
   */
  public ThreadSerialExecutor(String role, Duration closeLimit, Executor starter) {
    this.role = role;
    this.closeLimit = closeLimit;
    this.starter = starter;
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
    DelayedTask entry;
    synchronized (lock) {
      entry = new DelayedTask(task, System.nanoTime() + delayNanos, sequence++);
      if (closed) {
        return entry;
      }
      queue.add(entry);
      if (thread != null || starting) {
        return entry;
      }
      starting = true;
    }
    try {
      starter.execute(this::startThread);
    } catch (RuntimeException | Error e) {
      notStarted(e);
    }
    return entry;
  }

  private void notStarted(Throwable cause) {
    synchronized (lock) {
      starting = false;
    }
    LOG.error("the thread for " + role + " cannot be started", cause);
  }

  /** What cannot be started now is tried again with the next task. */
  private void startThread() {
    Thread worker = AgentThreads.newThread(role, this::work);
    try {
      synchronized (lock) {
        // Before it runs, as it takes its name off when it ends.
        thread = worker;
        worker.start();
        starting = false;
      }
    } catch (RuntimeException | Error e) {
      synchronized (lock) {
        thread = null;
      }
      notStarted(e);
    }
  }

  @Override
  public void close() {
    Thread worker;
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      queue.add(new DelayedTask(Mark.END, System.nanoTime(), sequence++));
      worker = thread;
    }
    if (worker != null && worker != Thread.currentThread()) {
      awaitEnd(worker);
    }
  }

  private void awaitEnd(Thread worker) {
    try {
      // Never join(0), which means for ever.
      worker.join(Math.max(1, closeLimit.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (worker.isAlive()) {
      worker.interrupt();
    }
  }

  /** Takes the tasks one by one until it meets the end mark, or there are none any more. */
  private void work() {
    while (true) {
      Runnable task = next();
      if (task == Mark.END) {
        queue.clear();
        return;
      }
      if (task == null) {
        if (isOver()) {
          return;
        }
        continue;
      }
      try {
        task.run();
      } catch (Throwable t) {
        LOG.error("a task of " + Thread.currentThread().getName() + " failed", t);
      }
    }
  }

  private boolean isOver() {
    synchronized (lock) {
      boolean over = queue.isEmpty();
      if (over) {
        thread = null;
      }
      return over;
    }
  }

  /** Returns null when there was nothing for a while, not even for later. */
  private @Nullable Runnable next() {
    while (true) {
      try {
        // What is there for later wakes this thread by itself, and is not to be looked at before.
        DelayedTask due =
            queue.isEmpty() ? queue.poll(IDLE_SECONDS, TimeUnit.SECONDS) : queue.take();
        return due == null ? null : due.task;
      } catch (InterruptedException e) {
        // Meant for a task that has ended since; only the end mark stops this thread.
        LOG.debug("interrupt ignored between tasks");
      }
    }
  }

  /** What stands behind the last task. */
  private enum Mark implements Runnable {
    END;

    @Override
    public void run() {}
  }
}
