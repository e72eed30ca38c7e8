package dev.opamp.javaagent.testing.server.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsOffers;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsStatus;
import dev.opamp.javaagent.opamp.proto.TelemetryConnectionSettings;
import dev.opamp.javaagent.testing.server.fleet.AgentSnapshot;

/** Offered connection settings and the agent's answer as JSON; header values stay hidden. */
final class ConnectionSettingsJson {

  private static final String HIDDEN = "***";

  private ConnectionSettingsJson() {}

  static ObjectNode of(AgentSnapshot agent) {
    ConnectionSettingsStatus status = agent.state().getConnectionSettingsStatus();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("status", AgentJson.word(status.getStatus().name()));
    node.put("hash", ProtoJson.hex(status.getLastConnectionSettingsHash()));
    node.put("errorMessage", status.getErrorMessage());
    ConnectionSettingsOffers offer = agent.offeredConnections();
    if (offer != null) {
      node.put("offeredHash", ProtoJson.hex(offer.getHash()));
      put(node, "metrics", offer.hasOwnMetrics(), offer.getOwnMetrics());
      put(node, "traces", offer.hasOwnTraces(), offer.getOwnTraces());
      put(node, "logs", offer.hasOwnLogs(), offer.getOwnLogs());
    }
    return node;
  }

  private static void put(
      ObjectNode parent, String name, boolean offered, TelemetryConnectionSettings settings) {
    if (offered) {
      ObjectNode node = parent.putObject(name);
      node.put("endpoint", settings.getDestinationEndpoint());
      ObjectNode headers = node.putObject("headers");
      settings.getHeaders().getHeadersList().forEach(h -> headers.put(h.getKey(), HIDDEN));
    }
  }
}
