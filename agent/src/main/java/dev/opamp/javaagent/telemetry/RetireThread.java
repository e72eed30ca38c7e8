package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.log.AgentLogger;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Takes replaced parts out of service, off the threads of the application and of the apply.
 *
 * <p>A part is flushed at once, but shut down only after a grace period: an application thread that
 * read the reference to it just before the swap may still hand it an item, and that item must be
 * exported. Everything together has a deadline. The threads are daemons and end when idle.
 */
final class RetireThread {

  private static final AgentLogger LOG = AgentLogger.get(RetireThread.class);

  private final Duration grace;
  private final Duration deadline;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          2, 2, 2, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), RetireThread::daemon);

  /**
   * @param grace how long a replaced part stays usable
   * @param deadline how long flush, grace and shutdown may take together
   */
  RetireThread(Duration grace, Duration deadline) {
    this.grace = grace;
    this.deadline = deadline;
    executor.allowCoreThreadTimeOut(true);
  }

  /** Flushes and closes parts that were in force. */
  void retire(Collection<? extends Part<?>> parts) {
    submit(parts, this::retireNow);
  }

  /** Closes parts that never were in force. */
  void closeUnused(Collection<? extends Part<?>> parts) {
    submit(parts, copy -> shutDown(copy, deadline.toNanos()));
  }

  /**
   * Closes the last parts, cuts every grace period short, and waits until all parts given so far
   * are closed, but no longer than told. Each part gets its own thread, because closing a metric
   * reader blocks for seconds when its receiver is away.
   *
   * @return whether everything was delivered and closed in time
   */
  boolean close(Collection<? extends Part<?>> last, long millis) {
    long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
    long end = System.nanoTime() + nanos;
    closing.countDown();
    executor.shutdown();
    AtomicInteger undelivered = new AtomicInteger(last.size());
    CountDownLatch pending = new CountDownLatch(last.size());
    for (Part<?> part : last) {
      daemon(() -> closeLast(part, nanos, undelivered, pending)).start();
    }
    try {
      return pending.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)
          && executor.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS)
          && undelivered.get() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void closeLast(
      Part<?> part, long nanos, AtomicInteger undelivered, CountDownLatch pending) {
    try {
      if (shutDown(Collections.singletonList(part), nanos)) {
        undelivered.decrementAndGet();
      }
    } finally {
      pending.countDown();
    }
  }

  private void submit(Collection<? extends Part<?>> parts, Consumer<List<Part<?>>> task) {
    List<Part<?>> copy = new ArrayList<>(parts);
    if (copy.isEmpty()) {
      return;
    }
    if (executor.isShutdown()) {
      all(copy, Part::shutdown);
    } else {
      executor.execute(() -> task.accept(copy));
    }
  }

  private void retireNow(List<Part<?>> parts) {
    long end = System.nanoTime() + deadline.toNanos();
    all(parts, Part::flush);
    try {
      closing.await(grace.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    shutDown(parts, end - System.nanoTime());
  }

  private static boolean shutDown(List<Part<?>> parts, long nanos) {
    CompletableResultCode result = all(parts, Part::shutdown);
    boolean delivered = result.join(nanos, TimeUnit.NANOSECONDS).isSuccess();
    parts.forEach(Part::afterShutdown);
    if (!delivered) {
      LOG.debug("A pipeline did not deliver everything before it was closed");
    }
    return delivered;
  }

  private static CompletableResultCode all(
      List<Part<?>> parts, Function<Part<?>, CompletableResultCode> step) {
    List<CompletableResultCode> results = new ArrayList<>();
    for (Part<?> part : parts) {
      try {
        results.add(step.apply(part));
      } catch (RuntimeException | LinkageError e) {
        LOG.warn("A replaced part could not be closed", e);
      }
    }
    return CompletableResultCode.ofAll(results);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "opamp-agent-retire");
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    // Else the host's default handler would hear of our failure, and some end the JVM.
    thread.setUncaughtExceptionHandler(
        (dead, cause) -> LOG.error("closing a replaced pipeline failed", cause));
    return thread;
  }
}
