package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.concurrent.AgentThreads;

/** Closes the agent when the JVM ends, whoever ends it. */
final class ShutdownHook {

  private ShutdownHook() {}

  static void register(RunningAgent agent) {
    Thread hook = AgentThreads.newThread("shutdown", agent::close);
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending already; its hooks run without us, so there is nothing to wait for.
      agent.close();
    }
  }
}
