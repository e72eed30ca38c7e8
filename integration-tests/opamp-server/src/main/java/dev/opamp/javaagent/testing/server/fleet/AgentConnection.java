package dev.opamp.javaagent.testing.server.fleet;

import dev.opamp.javaagent.opamp.proto.ServerToAgent;

/** A connection on which the server may speak first. */
public interface AgentConnection {

  /** Queues the message for sending; returns at once. */
  void send(ServerToAgent message);
}
