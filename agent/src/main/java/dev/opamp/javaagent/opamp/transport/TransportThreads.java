package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.concurrent.AgentThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The ways in which this package uses threads of the agent. */
final class TransportThreads {

  private TransportThreads() {}

  static void start(String role, Runnable task) {
    AgentThreads.newThread(role, task).start();
  }

  /** One thread for a queue of tasks, which ends when there was none for a second. */
  static ExecutorService onDemand(String role) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new AgentThreads(role));
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** One thread, started by the first task, for a queue of tasks or for timers. */
  static ScheduledExecutorService serial(String role) {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(1, new AgentThreads(role));
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return Executors.unconfigurableScheduledExecutorService(executor);
  }
}
