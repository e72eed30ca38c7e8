package dev.opamp.javaagent.health;

import dev.opamp.javaagent.concurrent.Cancellable;
import dev.opamp.javaagent.concurrent.SerialExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Runs tasks when told to; delayed ones when their time is said to have come. */
final class ManualSerialExecutor implements SerialExecutor {

  private final Deque<Runnable> ready = new ArrayDeque<>();
  private final Deque<Runnable> delayed = new ArrayDeque<>();

  @Override
  public void execute(Runnable task) {
    ready.add(task);
  }

  @Override
  public Cancellable schedule(Runnable task, Duration delay) {
    delayed.add(task);
    return () -> delayed.remove(task);
  }

  void runReady() {
    for (Runnable task = ready.poll(); task != null; task = ready.poll()) {
      task.run();
    }
  }

  void timePasses() {
    ready.addAll(delayed);
    delayed.clear();
    runReady();
  }
}
