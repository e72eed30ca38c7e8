package dev.opamp.javaagent.telemetry.prometheus;

import dev.opamp.javaagent.log.AgentLogger;

/** The threads of listening sockets. */
final class ScrapeThreads {

  private static final AgentLogger LOG = AgentLogger.get(ScrapeThreads.class);

  private ScrapeThreads() {}

  static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "opamp-agent-prometheus");
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    // Else the host's default handler would hear of our failure, and some end the JVM.
    thread.setUncaughtExceptionHandler(
        (dead, cause) -> LOG.error("serving metrics to Prometheus failed", cause));
    return thread;
  }
}
