package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.identity.InstanceUid;
import dev.opamp.javaagent.settings.ConnectionSettings;

/** What a session starts with. Immutable. */
public final class SessionConfig {

  private final ConnectionSettings connection;
  private final Capabilities capabilities;
  private final InstanceUid instanceUid;
  private final boolean requestInstanceUid;
  private final AgentReport initialReport;
  private final SessionTimings timings;

  /**
   * @param requestInstanceUid whether the UID is temporary and the server is asked for another
   * @param initialReport what is known already; its remote config status, if any, tells which offer
   *     need not be applied again
   */
  public SessionConfig(
      ConnectionSettings connection,
      Capabilities capabilities,
      InstanceUid instanceUid,
      boolean requestInstanceUid,
      AgentReport initialReport,
      SessionTimings timings) {
    this.connection = connection;
    this.capabilities = capabilities;
    this.instanceUid = instanceUid;
    this.requestInstanceUid = requestInstanceUid;
    this.initialReport = initialReport;
    this.timings = timings;
  }

  ConnectionSettings connection() {
    return connection;
  }

  /** Without heartbeats when they are switched off locally: claiming them means sending them. */
  Capabilities capabilities() {
    return connection.isWebSocket() && connection.heartbeatInterval().isZero()
        ? capabilities.without(Capabilities.REPORTS_HEARTBEAT)
        : capabilities;
  }

  InstanceUid instanceUid() {
    return instanceUid;
  }

  boolean requestsInstanceUid() {
    return requestInstanceUid;
  }

  AgentReport initialReport() {
    return initialReport;
  }

  SessionTimings timings() {
    return timings;
  }

  /** Largest protobuf message: a WebSocket message has one byte of header on top. */
  int maxMessageBytes() {
    return connection.isWebSocket() ? connection.maxMessageSize() - 1 : connection.maxMessageSize();
  }
}
