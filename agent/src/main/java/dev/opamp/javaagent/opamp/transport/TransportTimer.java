package dev.opamp.javaagent.opamp.transport;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Deadlines of a transport, on one daemon thread; tasks must not block. */
final class TransportTimer {

  private final ScheduledExecutorService executor;

  TransportTimer(String role) {
    this.executor = TransportThreads.serial(role);
  }

  /** Runs a task once; what is returned calls it off. */
  Runnable after(Duration delay, Runnable task) {
    return cancelling(executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Runs a task again and again; what is returned calls it off. */
  Runnable every(Duration period, Runnable task) {
    long millis = period.toMillis();
    return cancelling(executor.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS));
  }

  void shutdown() {
    executor.shutdownNow();
  }

  private static Runnable cancelling(Future<?> scheduled) {
    return () -> scheduled.cancel(false);
  }
}
