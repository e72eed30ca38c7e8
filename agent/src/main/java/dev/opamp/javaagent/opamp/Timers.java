package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.concurrent.Cancellable;
import dev.opamp.javaagent.concurrent.SerialExecutor;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The session's timers: at most one of each name is running. */
final class Timers {

  enum Name {
    /** Back-off before the next connection. */
    RECONNECT,
    /** The first report has to be answered. */
    RESPONSE,
    /** The connection counts as working. */
    PROOF,
    /** A change goes out. */
    FLUSH,
    /** Nothing was sent for one interval. */
    HEARTBEAT,
    /** An outstanding HTTP exchange delays the farewell no longer. */
    GRACE,
    /** The connection has to be closed. */
    CLOSING,
    /** A held back offer is delivered. */
    OFFER,
    /** Held back connection settings are dealt with. */
    CONNECTION_OFFER,
    /** Offered destinations have to be in force. */
    DESTINATIONS,
    /** Offered settings of the connection have to be proved. */
    TRIAL,
    /** A client certificate is to be asked for. */
    CERTIFICATE
  }

  private final SerialExecutor executor;
  private final Map<Name, Cancellable> running = new EnumMap<>(Name.class);

  Timers(SerialExecutor executor) {
    this.executor = executor;
  }

  /** Starts a timer; one of the same name is cancelled. */
  void start(Name name, Duration delay, Runnable task) {
    cancel(name);
    Once once = new Once(name, task);
    Cancellable scheduled = executor.schedule(once, delay);
    running.put(
        name,
        () -> {
          once.cancelled = true;
          scheduled.cancel();
        });
  }

  void cancel(Name... names) {
    for (Name name : names) {
      Cancellable timer = running.remove(name);
      if (timer != null) {
        timer.cancel();
      }
    }
  }

  void cancelAll() {
    cancel(Name.values());
  }

  /** Keeps its promise even when the executor took the task before it was cancelled. */
  private final class Once implements Runnable {
    private final Name name;
    private final Runnable task;
    private boolean cancelled;

    Once(Name name, Runnable task) {
      this.name = name;
      this.task = task;
    }

    @Override
    public void run() {
      if (!cancelled) {
        running.remove(name);
        task.run();
      }
    }
  }
}
