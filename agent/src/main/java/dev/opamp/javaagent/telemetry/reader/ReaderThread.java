package dev.opamp.javaagent.telemetry.reader;

import dev.opamp.javaagent.log.AgentLogger;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread on which the readers of an SDK collect, one after the other. It is a daemon and
 * ends when nothing is due for it.
 */
public final class ReaderThread {

  private static final AgentLogger LOG = AgentLogger.get(ReaderThread.class);
  private static final long IDLE_SECONDS = 5;

  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(1, body -> daemon(body, "opamp-agent-metrics"));

  private final ExporterCalls calls =
      new ExporterCalls(body -> daemon(body, "opamp-agent-metrics-export"));

  private final boolean timed;

  /** Creates it; the thread starts with the first task. */
  public ReaderThread() {
    this(true);
  }

  /** Returns one on which no reader is ever due; what it is told to do at once, it does. */
  public static ReaderThread withoutTimer() {
    return new ReaderThread(false);
  }

  private ReaderThread(boolean timed) {
    this.timed = timed;
    executor.setRemoveOnCancelPolicy(true);
    executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
  }

  /** Who calls the exporters, so that this thread does not wait for them. */
  ExporterCalls calls() {
    return calls;
  }

  /** Runs a task in turn. */
  public void run(Runnable task) {
    executor.execute(guarded(task));
  }

  /** Runs a task in turn once the delay has passed, unless what is returned is cancelled before. */
  Future<?> schedule(Runnable task, Duration delay) {
    return timed
        ? executor.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS)
        : CompletableFuture.completedFuture(null);
  }

  /** Runs a task in turn once the delay has passed. */
  public void runLater(Runnable task, Duration delay) {
    Future<?> unused = executor.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | LinkageError e) {
        LOG.error("a task of the metric readers failed", e);
      }
    };
  }

  private static Thread daemon(Runnable body, String name) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    // Else the host's default handler would hear of our failure, and some end the JVM.
    thread.setUncaughtExceptionHandler(
        (dead, cause) -> LOG.error("a thread of the metric readers ended", cause));
    return thread;
  }
}
