package dev.opamp.javaagent.owntelemetry;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The threads that export, and a mark on what runs in an export: a log record made there must not
 * become a log record to export.
 */
final class ExportThreads {

  /** Far less than the time between two exports: what waits for the next has no thread. */
  private static final long IDLE_MILLIS = 200;

  private final ThreadFactory factory;
  private final ThreadLocal<Boolean> exporting = new ThreadLocal<>();

  /**
   * @param factory makes daemon threads
   */
  ExportThreads(ThreadFactory factory) {
    this.factory = factory;
  }

  /** Returns an executor of one thread, which goes when there is nothing to do. */
  ExecutorService forRequests() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1, 1, IDLE_MILLIS, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), this::marked);
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** Returns a timer of one thread, which stays. */
  ScheduledExecutorService forTimer() {
    return new ScheduledThreadPoolExecutor(1, this::marked);
  }

  /** Returns a timer of one thread, which goes when there is nothing to wait for. */
  ScheduledExecutorService forBatches() {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, this::marked);
    timer.setKeepAliveTime(IDLE_MILLIS, TimeUnit.MILLISECONDS);
    timer.allowCoreThreadTimeOut(true);
    return timer;
  }

  /** Starts something that may block. */
  void start(Runnable body) {
    marked(body).start();
  }

  /** Runs the beginning of an export on a thread that is not ours. */
  <T> T exporting(Supplier<T> export) {
    Boolean before = exporting.get();
    exporting.set(true);
    try {
      return export.get();
    } finally {
      if (before == null) {
        exporting.remove();
      }
    }
  }

  boolean isExporting() {
    return exporting.get() != null;
  }

  private Thread marked(Runnable body) {
    return factory.newThread(
        () -> {
          exporting.set(true);
          body.run();
        });
  }
}
