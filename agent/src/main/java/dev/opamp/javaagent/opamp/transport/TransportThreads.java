package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.concurrent.AgentThreads;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** The ways in which this package uses threads of the agent. */
final class TransportThreads {

  private TransportThreads() {}

  static void start(String role, Runnable task) {
    AgentThreads.newThread(role, task).start();
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
