package dev.opamp.javaagent.testing.server.fleet;

/** Whether the server can reach an agent. */
public enum ContactState {
  /** Known only from an offer made ahead of its first message. */
  EXPECTED,
  /** An open WebSocket, or an HTTP poll within the allowed time. */
  CONNECTED,
  /** The agent said goodbye with {@code agent_disconnect}. */
  DISCONNECTED,
  /** The connection broke, or an HTTP agent stopped polling. */
  LOST
}
