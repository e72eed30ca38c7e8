package dev.opamp.javaagent.testing.server.fleet;

/** The two transports of the OpAMP specification. */
public enum TransportKind {
  WEBSOCKET,
  HTTP
}
