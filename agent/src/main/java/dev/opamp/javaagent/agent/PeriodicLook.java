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

  /** Something has happened: the next look is not far. */
  void soon() {
    if (next != null) {
      next.cancel();
    }
    next = executor.schedule(this::lookNow, often);
  }

  private void lookNow() {
    try {
      look.run();
    } finally {
      next = executor.schedule(this::lookNow, calm.getAsBoolean() ? seldom : often);
    }
  }
}
