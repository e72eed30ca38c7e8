package dev.opamp.javaagent.testing.server.fleet;

import java.util.UUID;

/** Told of every change, in order, on the thread that caused it: it must not block. */
@FunctionalInterface
public interface FleetListener {

  /** The agent is new or has changed. */
  void changed(AgentSnapshot agent);

  /** The agent got another instance UID; a change of the agent with the new one follows. */
  default void renamed(UUID oldUid) {}
}
