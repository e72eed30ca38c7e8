package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.identity.InstanceUid;
import dev.opamp.javaagent.settings.ConnectionOfferSettings;
import dev.opamp.javaagent.settings.ConnectionSettings;

/** What a session starts with. Immutable. */
public final class SessionConfig {

  private final ConnectionSettings connection;
  private final Capabilities capabilities;
  private final InstanceUid instanceUid;
  private final boolean requestInstanceUid;
  private final AgentReport initialReport;
  private final SessionTimings timings;
  private final ConnectionOfferSettings connectionOffers;
  private final ConnectionSettingsStore connectionStore;
  private final ClientKeys clientKeys;

  /**
   * @param requestInstanceUid whether the UID is temporary and the server is asked for another
   * @param initialReport what is known already; its remote config status, if any, tells which offer
   *     need not be applied again
   * @param connectionOffers what servers may do to the connection
   * @param connectionStore where what they did is kept
   * @param clientKeys the key for certificates that the server is asked for
   */
  public SessionConfig(
      ConnectionSettings connection,
      Capabilities capabilities,
      InstanceUid instanceUid,
      boolean requestInstanceUid,
      AgentReport initialReport,
      SessionTimings timings,
      ConnectionOfferSettings connectionOffers,
      ConnectionSettingsStore connectionStore,
      ClientKeys clientKeys) {
    this.connection = connection;
    this.capabilities = capabilities;
    this.instanceUid = instanceUid;
    this.requestInstanceUid = requestInstanceUid;
    this.initialReport = initialReport;
    this.timings = timings;
    this.connectionOffers = connectionOffers;
    this.connectionStore = connectionStore;
    this.clientKeys = clientKeys;
  }

  ConnectionSettings connection() {
    return connection;
  }

  /** Without heartbeats when they are switched off locally: claiming them means sending them. */
  Capabilities capabilities() {
    Capabilities offered =
        connectionOffers.enabled()
            ? capabilities
            : capabilities.without(Capabilities.ACCEPTS_OPAMP_CONNECTION_SETTINGS);
    return connection.isWebSocket() && connection.heartbeatInterval().isZero()
        ? offered.without(Capabilities.REPORTS_HEARTBEAT)
        : offered;
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

  ConnectionOfferSettings connectionOffers() {
    return connectionOffers;
  }

  ConnectionSettingsStore connectionStore() {
    return connectionStore;
  }

  ClientKeys clientKeys() {
    return clientKeys;
  }
}
