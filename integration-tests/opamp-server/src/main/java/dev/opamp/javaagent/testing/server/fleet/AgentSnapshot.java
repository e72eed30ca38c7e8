package dev.opamp.javaagent.testing.server.fleet;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.AgentCapabilities;
import dev.opamp.javaagent.opamp.proto.AgentRemoteConfig;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsOffers;
import dev.opamp.javaagent.opamp.proto.KeyValue;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatus;
import dev.opamp.javaagent.testing.server.Entries;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the server knows of one agent at one moment.
 *
 * @param revision grows with every change of this agent
 * @param state every part of AgentToServer as last reported, merged
 * @param offeredConfig what this server offers, or null when it never offered anything
 * @param offeredConnections connection settings offered, or null
 * @param fullStateRequests how often this server asked for ReportFullState
 */
public record AgentSnapshot(
    UUID uid,
    long revision,
    TransportKind transport,
    ContactState contact,
    String remoteAddress,
    Instant firstSeen,
    Instant lastSeen,
    AgentToServer state,
    @Nullable AgentRemoteConfig offeredConfig,
    @Nullable ConnectionSettingsOffers offeredConnections,
    List<ConfigEvent> configEvents,
    long messagesReceived,
    long fullStateRequests) {

  /** True while the server can reach the agent. */
  public boolean connected() {
    return contact == ContactState.CONNECTED;
  }

  /** True when the agent claims the capability. */
  public boolean claims(AgentCapabilities capability) {
    return (state.getCapabilities() & capability.getNumber()) != 0;
  }

  /** The status of the remote configuration as last reported; the default message when never. */
  public RemoteConfigStatus remoteConfigStatus() {
    return state.getRemoteConfigStatus();
  }

  /** True when the agent's last status speaks of this hash and is APPLIED or FAILED. */
  public boolean settled(ByteString hash) {
    RemoteConfigStatus status = remoteConfigStatus();
    return status.getLastRemoteConfigHash().equals(hash)
        && switch (status.getStatus()) {
          case RemoteConfigStatuses_APPLIED, RemoteConfigStatuses_FAILED -> true;
          default -> false;
        };
  }

  /** {@code service.name}, or empty. */
  public String serviceName() {
    return attribute("service.name");
  }

  /** A string attribute of the description, identifying ones first; empty when absent. */
  public String attribute(String key) {
    return Stream.concat(
            state.getAgentDescription().getIdentifyingAttributesList().stream(),
            state.getAgentDescription().getNonIdentifyingAttributesList().stream())
        .filter(attribute -> attribute.getKey().equals(key))
        .map(KeyValue::getValue)
        .map(value -> value.getStringValue())
        .findFirst()
        .orElse("");
  }

  /** The text of one file of the effective configuration; empty when there is none of this name. */
  public String effectiveConfig(String fileName) {
    var file = Entries.files(state.getEffectiveConfig().getConfigMap()).get(fileName);
    return file == null ? "" : file.getBody().toStringUtf8();
  }
}
