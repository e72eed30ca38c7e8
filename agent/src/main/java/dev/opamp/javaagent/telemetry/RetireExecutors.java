package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.log.AgentLogger;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The two threads on which replaced parts end, daemons that go when there is nothing to do: one is
 * inside the parts, which may block, and the other keeps the time, so that somebody is there to
 * wake the first.
 */
final class RetireExecutors {

  private static final AgentLogger LOG = AgentLogger.get(RetireExecutors.class);
  private static final long IDLE_SECONDS = 2;

  private final ThreadPoolExecutor steps =
      new ThreadPoolExecutor(
          1,
          1,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          RetireExecutors::newThread);
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, RetireExecutors::newThread);

  RetireExecutors() {
    steps.allowCoreThreadTimeOut(true);
    timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Does something that may block. */
  void step(Runnable step) {
    steps.execute(step);
  }

  /** Does something that does not block, after a while. */
  Future<?> later(Runnable action, Duration delay) {
    return timer.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  static Thread newThread(Runnable task) {
    Thread thread = new Thread(task, "opamp-agent-retire");
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    // Else the host's default handler would hear of our failure, and some end the JVM.
    thread.setUncaughtExceptionHandler(
        (dead, cause) -> LOG.error("closing a replaced pipeline failed", cause));
    return thread;
  }
}
