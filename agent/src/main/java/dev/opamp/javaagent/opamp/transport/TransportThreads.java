package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.log.AgentLogger;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;

/**
 * Makes the threads of this package: daemons, so that the host can end; without a context class
 * loader, so that no class loader of the host is kept alive.
 */
final class TransportThreads implements ThreadFactory {

  private static final AgentLogger LOG = AgentLogger.get(TransportThreads.class);

  private final String name;

  private TransportThreads(String role) {
    this.name = "opamp-agent-" + role;
  }

  static Thread start(String role, Runnable task) {
    Thread thread = new TransportThreads(role).newThread(task);
    thread.start();
    return thread;
  }

  /** One thread, started by the first task, for a queue of tasks or for timers. */
  static ScheduledExecutorService serial(String role) {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(1, new TransportThreads(role));
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return Executors.unconfigurableScheduledExecutorService(executor);
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.setUncaughtExceptionHandler(
        (ended, failure) -> LOG.error(ended.getName() + " ended", failure));
    return thread;
  }
}
