package dev.opamp.javaagent.testing.server.fleet;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.AgentCapabilities;
import dev.opamp.javaagent.opamp.proto.AgentRemoteConfig;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsOffers;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What one agent is offered, and whether it still has to be told. */
final class PendingOffers {

  private static final long OWN_TELEMETRY =
      AgentCapabilities.AgentCapabilities_ReportsOwnMetrics_VALUE
          | AgentCapabilities.AgentCapabilities_ReportsOwnTraces_VALUE
          | AgentCapabilities.AgentCapabilities_ReportsOwnLogs_VALUE;
  private static final long TAKES_CONNECTIONS =
      OWN_TELEMETRY
          | AgentCapabilities.AgentCapabilities_AcceptsOpAMPConnectionSettings_VALUE
          | AgentCapabilities.AgentCapabilities_AcceptsOtherConnectionSettings_VALUE
          // An offered heartbeat interval concerns every agent that sends heartbeats.
          | AgentCapabilities.AgentCapabilities_ReportsHeartbeat_VALUE;

  private final ArrayDeque<ServerToAgent> rawMessages = new ArrayDeque<>();
  private @Nullable AgentRemoteConfig config;
  private @Nullable ConnectionSettingsOffers connections;
  private boolean configForced;
  private boolean configTold;
  private boolean connectionsForced;
  private boolean connectionsTold;
  private boolean customCapabilitiesDue;

  /** A new offer is told once even if the agent already reports its hash: the agent ignores it. */
  void offer(AgentRemoteConfig offer) {
    config = offer;
    configForced = true;
    configTold = false;
  }

  void offer(ConnectionSettingsOffers offer) {
    connections = offer;
    connectionsForced = true;
    connectionsTold = false;
  }

  /** A new connection may be a new process: what the old one was told does not count. */
  void newConnection() {
    configTold = false;
    connectionsTold = false;
  }

  /** The agent named its custom capabilities and is to be told the server's in return. */
  void customCapabilitiesNamed() {
    customCapabilitiesDue = true;
  }

  /** Whether they still have to be told; asked once. */
  boolean takeCustomCapabilitiesDue() {
    boolean due = customCapabilitiesDue;
    customCapabilitiesDue = false;
    return due;
  }

  /** The message goes out unchanged, as the whole of the next reply. */
  void enqueue(ServerToAgent message) {
    rawMessages.addLast(message);
  }

  @Nullable ServerToAgent nextRaw() {
    return rawMessages.pollFirst();
  }

  @Nullable AgentRemoteConfig config() {
    return config;
  }

  @Nullable ConnectionSettingsOffers connections() {
    return connections;
  }

  /**
   * Adds what the agent lacks.
   *
   * @param mayBeLost repeat until the agent reports the hash: an HTTP response can get lost
   */
  void addTo(ServerToAgent.Builder reply, AgentToServer agent, boolean mayBeLost) {
    AgentRemoteConfig offer = config;
    if (offer != null && configWanted(offer, agent, mayBeLost)) {
      reply.setRemoteConfig(offer);
      configForced = false;
      configTold = true;
    }
    ConnectionSettingsOffers settings = connections;
    if (settings != null && connectionsWanted(settings, agent, mayBeLost)) {
      reply.setConnectionSettings(settings);
      connectionsForced = false;
      connectionsTold = true;
    }
  }

  private boolean configWanted(AgentRemoteConfig offer, AgentToServer agent, boolean mayBeLost) {
    if (!claims(agent, AgentCapabilities.AgentCapabilities_AcceptsRemoteConfig_VALUE)) {
      return false;
    }
    boolean repeat =
        mayBeLost && claims(agent, AgentCapabilities.AgentCapabilities_ReportsRemoteConfig_VALUE);
    ByteString known = agent.getRemoteConfigStatus().getLastRemoteConfigHash();
    return configForced
        || ((repeat || !configTold)
            && !(agent.hasRemoteConfigStatus() && known.equals(offer.getConfigHash())));
  }

  private boolean connectionsWanted(
      ConnectionSettingsOffers offer, AgentToServer agent, boolean mayBeLost) {
    if (!claims(agent, TAKES_CONNECTIONS)) {
      return false;
    }
    boolean repeat =
        mayBeLost
            && claims(
                agent, AgentCapabilities.AgentCapabilities_ReportsConnectionSettingsStatus_VALUE);
    ByteString known = agent.getConnectionSettingsStatus().getLastConnectionSettingsHash();
    return connectionsForced
        || ((repeat || !connectionsTold)
            && !(agent.hasConnectionSettingsStatus() && known.equals(offer.getHash())));
  }

  private static boolean claims(AgentToServer agent, long anyOf) {
    return (agent.getCapabilities() & anyOf) != 0;
  }
}
