package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.concurrent.AgentThreads;
import java.time.Duration;

/** Closes the agent when the JVM ends, whoever ends it. */
final class ShutdownHook {

  /** More than the limits of all steps together; the host ends then, whatever hangs. */
  private static final Duration LIMIT = Duration.ofSeconds(8);

  private final Thread hook;

  private ShutdownHook(Thread hook) {
    this.hook = hook;
  }

  static ShutdownHook register(RunningAgent agent) {
    Thread hook = AgentThreads.newThread("shutdown", () -> within(LIMIT, agent::close));
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending already; its hooks run without us, so there is nothing to wait for.
      agent.close();
    }
    return new ShutdownHook(hook);
  }

  /** Lets the JVM end without the agent, which has ended. */
  void remove() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending, and the hook finds nothing to close.
      return;
    }
  }

  static void within(Duration limit, Runnable close) {
    Thread closing = AgentThreads.newThread("close", close);
    closing.start();
    try {
      closing.join(limit.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
