package dev.opamp.javaagent.telemetry.sender;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Runs tasks on the threads of another executor, a few at a time; the rest waits in order. */
final class FewAtATime implements Executor {

  private final Executor threads;
  private final int most;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int running;

  FewAtATime(Executor threads, int most) {
    this.threads = threads;
    this.most = most;
  }

  /** Throws what the other executor does, when it has no thread for the task. */
  @Override
  public void execute(Runnable task) {
    if (!begins(task)) {
      return;
    }
    boolean started = false;
    try {
      threads.execute(() -> run(task));
      started = true;
    } finally {
      if (!started) {
        end();
      }
    }
  }

  /** Whether it is to run now; else it is remembered. */
  private synchronized boolean begins(Runnable task) {
    if (running >= most) {
      waiting.add(task);
      return false;
    }
    running++;
    return true;
  }

  private synchronized void end() {
    running--;
  }

  private void run(Runnable first) {
    for (Runnable task = first; task != null; task = next()) {
      runOne(task);
    }
  }

  private static void runOne(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      // Of no concern to those that wait behind it.
      return;
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable next = waiting.poll();
    if (next == null) {
      running--;
    }
    return next;
  }
}
