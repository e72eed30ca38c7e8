package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.log.AgentLogger;
import org.jspecify.annotations.Nullable;

/** Calls into other parts of the agent, whose failures must not end the session. */
final class Contained {

  private static final AgentLogger LOG = AgentLogger.get(Contained.class);

  private Contained() {}

  /** Runs a call; returns what it threw, null when it ended well. */
  static @Nullable Throwable run(String what, Runnable call) {
    try {
      call.run();
      return null;
    } catch (Throwable t) {
      LOG.error(what + " failed", t);
      return t;
    }
  }
}
