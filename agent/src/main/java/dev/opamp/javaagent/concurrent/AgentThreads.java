package dev.opamp.javaagent.concurrent;

import dev.opamp.javaagent.log.AgentLogger;
import java.util.concurrent.ThreadFactory;

/**
 * The only place that makes threads: daemon, named after their role, and without the host's context
 * class loader, so that no application is kept alive or kept in memory by the agent.
 *
 * <p>It is a {@link ThreadFactory} for the libraries that want one.
 */
public final class AgentThreads implements ThreadFactory {

  private static final AgentLogger LOG = AgentLogger.get(AgentThreads.class);
  private static final String PREFIX = "opamp-agent-";

  private final String role;

  /**
   * @param role what its threads do, one lower-case word such as {@code session}
   */
  public AgentThreads(String role) {
    this.role = role;
  }

  /** Returns a thread that is not started yet. */
  @Override
  public Thread newThread(Runnable body) {
    return newThread(role, body);
  }

  /** Returns a thread of one role that is not started yet. */
  public static Thread newThread(String role, Runnable body) {
    Thread thread = new Thread(body, PREFIX + role);
    thread.setDaemon(true);
    // It would inherit that of its creator, which may be a thread of the application.
    thread.setContextClassLoader(null);
    thread.setUncaughtExceptionHandler(
        (dead, cause) -> LOG.error("thread " + dead.getName() + " ended unexpectedly", cause));
    return thread;
  }
}
