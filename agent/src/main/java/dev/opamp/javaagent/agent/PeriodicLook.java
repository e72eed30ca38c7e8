package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.concurrent.Cancellable;
import dev.opamp.javaagent.concurrent.SerialExecutor;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks again and again, and less often where nothing can have changed: a look makes the JVM work.
 * Used on the thread of its executor, but for {@link #start}.
 */
final class PeriodicLook {

  private final SerialExecutor executor;
  private final Runnable look;
  private final BooleanSupplier calm;
  private final Duration often;
  private final Duration seldom;
  private @Nullable Cancellable next;

  /** Whether the next one comes after the shorter time. */
  private boolean isSoon;

  private boolean looking;
  private boolean hurried;

  /**
   * Looks at nothing yet.
   *
   * @param calm whether nothing is expected to change by itself
   * @param often time between two looks while that is not so
   * @param seldom time between two looks while it is
   */
  PeriodicLook(
      SerialExecutor executor,
      Runnable look,
      BooleanSupplier calm,
      Duration often,
      Duration seldom) {
    this.executor = executor;
    this.look = look;
    this.calm = calm;
    this.often = often;
    this.seldom = seldom;
  }

  void start() {
    executor.execute(this::soon);
  }

  /** Something has happened: the next look is not far. Never puts one off. */
  void soon() {
    hurried = true;
    if (!looking && !isSoon) {
      schedule();
    }
  }

  private void lookNow() {
    looking = true;
    hurried = false;
    isSoon = false;
    next = null;
    try {
      look.run();
    } finally {
      looking = false;
      schedule();
    }
  }

  private void schedule() {
    if (next != null) {
      next.cancel();
    }
    isSoon = hurried || !isCalm();
    next = executor.schedule(this::lookNow, isSoon ? often : seldom);
  }

  private boolean isCalm() {
    try {
      return calm.getAsBoolean();
    } catch (RuntimeException e) {
      // Who cannot tell is looked at.
      return false;
    }
  }
}
