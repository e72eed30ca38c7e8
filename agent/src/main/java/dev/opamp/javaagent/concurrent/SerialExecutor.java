package dev.opamp.javaagent.concurrent;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Runs tasks one after the other, in the order given, never two at once.
 *
 * <p>A task that throws is logged and does not stop the ones behind it. After {@code close}, tasks
 * are dropped silently.
 */
public interface SerialExecutor extends Executor {

  /** Runs a task, in turn, once the delay has passed. */
  Cancellable schedule(Runnable task, Duration delay);
}
