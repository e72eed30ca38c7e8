package dev.opamp.javaagent.telemetry.sender;

import dev.opamp.javaagent.concurrent.AgentThreads;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import java.util.concurrent.Executor;
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

  /** Less than the time between the exports of most: each of them is limited by the timer. */
  private static final long TIMER_IDLE_SECONDS = 1;

  /** One receiver has no more than these to serve. */
  private static final int MOST_AT_A_TIME = 5;

  private final Executor requests;

  /** Null when it belongs to others. */
  private final @Nullable ExecutorService own;

  private final ScheduledExecutorService timer;

  private SendThreads(
      Executor requests, @Nullable ExecutorService own, ScheduledExecutorService timer) {
    this.requests = requests;
    this.own = own;
    this.timer = timer;
  }

  static SendThreads of(HttpSenderConfig config) {
    @Nullable ExecutorService given = config.getExecutorService();
    if (given != null) {
      return new SendThreads(given, null, newTimer());
    }
    ExecutorService own = onDemand();
    return new SendThreads(new FewAtATime(own, MOST_AT_A_TIME), own, newTimer());
  }

  Executor requests() {
    return requests;
  }

  /** Waits between attempts, so that no thread that sends has to, and ends what takes too long. */
  ScheduledExecutorService timer() {
    return timer;
  }

  /** Lets what runs end by itself: it has been told to. */
  void shutdown() {
    timer.shutdownNow();
    if (own != null) {
      own.shutdown();
    }
  }

  /** As many as there are requests at a time. */
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
    executor.setKeepAliveTime(TIMER_IDLE_SECONDS, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }
}
