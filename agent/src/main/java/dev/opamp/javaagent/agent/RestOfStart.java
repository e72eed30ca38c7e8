package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.log.AgentLogger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What of the agent's start nobody waits for: it is put off for as long as the application's own
 * start needs the processors, and keeps its order. The work is done on the apply thread.
 */
final class RestOfStart implements Executor {

  private static final AgentLogger LOG = AgentLogger.get("agent");

  /** Each look runs code that the JVM has hardly run before: ten of them took some 4 ms. */
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(250);

  private final SerialExecutor apply;
  private final BooleanSupplier over;

  /** What is put off; null once nothing is. For the apply thread only. */
  private @Nullable List<Runnable> waiting = new ArrayList<>();

  /**
   * @param over whether the application's start is over; asked on the apply thread, now and then,
   *     until it is
   */
  RestOfStart(SerialExecutor apply, BooleanSupplier over) {
    this.apply = apply;
    this.over = over;
  }

  /** Looks from now on whether the application's start is over. */
  void watch() {
    apply.execute(this::look);
  }

  private void look() {
    if (waiting == null) {
      return;
    }
    if (isOver()) {
      begin();
    } else {
      apply.schedule(this::look, LOOK_INTERVAL);
    }
  }

  private boolean isOver() {
    try {
      return over.getAsBoolean();
    } catch (Throwable t) {
      LOG.warn("nobody can tell whether the application's start is over", t);
      return true;
    }
  }

  /** Runs a task on the apply thread once the rest has begun. Thread-safe. */
  @Override
  public void execute(Runnable task) {
    apply.execute(() -> add(task));
  }

  private void add(Runnable task) {
    if (waiting == null) {
      task.run();
    } else {
      waiting.add(task);
    }
  }

  /**
   * Somebody waits for it: what was put off is done before what is given to the apply thread next.
   * Thread-safe.
   */
  void now() {
    apply.execute(this::begin);
  }

  /** Whether something may be put off. On the apply thread. */
  boolean isPutOff() {
    return waiting != null;
  }

  private void begin() {
    List<Runnable> tasks = waiting;
    waiting = null;
    if (tasks != null) {
      tasks.forEach(RestOfStart::guarded);
    }
  }

  /** One that fails must not cost the others. */
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (Throwable t) {
      LOG.warn("a step of the agent's start failed", t);
    }
  }
}
