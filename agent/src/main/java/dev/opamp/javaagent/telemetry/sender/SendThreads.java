package dev.opamp.javaagent.telemetry.sender;

import dev.opamp.javaagent.concurrent.AgentThreads;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The threads of one sender. They are made when there is work, and end when there is none. */
final class SendThreads {

  private static final long IDLE_SECONDS = 30;

  private final ExecutorService requests;
  private final boolean ownsRequests;
  private final ScheduledExecutorService timer;

  private SendThreads(
      ExecutorService requests, boolean ownsRequests, ScheduledExecutorService timer) {
    this.requests = requests;
    this.ownsRequests = ownsRequests;
    this.timer = timer;
  }

  static SendThreads of(HttpSenderConfig config) {
    @Nullable ExecutorService given = config.getExecutorService();
    return new SendThreads(given == null ? onDemand() : given, given == null, newTimer());
  }

  ExecutorService requests() {
    return requests;
  }

  /** Waits between attempts, so that no thread that sends has to. */
  ScheduledExecutorService timer() {
    return timer;
  }

  /** Lets what runs end by itself: it has been told to. */
  void shutdown() {
    timer.shutdownNow();
    if (ownsRequests) {
      requests.shutdown();
    }
  }

  /** As many as the client has requests at a time, which is bounded for one host. */
  static ExecutorService onDemand() {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        new AgentThreads("export"));
  }

  private static ScheduledExecutorService newTimer() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(1, new AgentThreads("export-retry"));
    executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }
}
