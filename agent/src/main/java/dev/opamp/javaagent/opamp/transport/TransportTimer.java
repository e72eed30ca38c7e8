package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.concurrent.Cancellable;
import dev.opamp.javaagent.concurrent.SerialExecutor;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Deadlines of a transport, on the thread of its session; tasks must not block. */
final class TransportTimer {

  private final SerialExecutor session;

  TransportTimer(SerialExecutor session) {
    this.session = session;
  }

  /** Runs a task once; what is returned calls it off. */
  Runnable after(Duration delay, Runnable task) {
    Cancellable scheduled = session.schedule(task, delay);
    return scheduled::cancel;
  }

  /** Runs a task again and again; what is returned calls it off. */
  Runnable every(Duration period, Runnable task) {
    Repeated repeated = new Repeated(session, period, task);
    repeated.schedule();
    return repeated::cancel;
  }

  /** A task that schedules itself again when it has run. */
  private static final class Repeated {

    private final SerialExecutor session;
    private final Duration period;
    private final Runnable task;
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private volatile Cancellable next = () -> {};

    Repeated(SerialExecutor session, Duration period, Runnable task) {
      this.session = session;
      this.period = period;
      this.task = task;
    }

    void schedule() {
      if (!cancelled.get()) {
        next = session.schedule(this::run, period);
      }
    }

    private void run() {
      if (cancelled.get()) {
        return;
      }
      try {
        task.run();
      } finally {
        schedule();
      }
    }

    void cancel() {
      cancelled.set(true);
      next.cancel();
    }
  }
}
