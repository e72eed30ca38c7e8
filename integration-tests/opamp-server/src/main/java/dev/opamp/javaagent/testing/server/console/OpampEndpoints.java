package dev.opamp.javaagent.testing.server.console;

/** Where agents connect to; known only once the port is open. */
public interface OpampEndpoints {

  /** The WebSocket endpoint. */
  String webSocket();

  /** The plain HTTP endpoint. */
  String http();
}
