package dev.opamp.javaagent.testing.server.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.AgentCapabilities;
import dev.opamp.javaagent.opamp.proto.AgentConfigMap;
import dev.opamp.javaagent.opamp.proto.AgentRemoteConfig;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatus;
import dev.opamp.javaagent.testing.server.Entries;
import dev.opamp.javaagent.testing.server.fleet.AgentSnapshot;
import dev.opamp.javaagent.testing.server.fleet.ConfigEvent;
import dev.opamp.javaagent.testing.server.fleet.ReceivedMessage;
import java.util.List;
import java.util.TreeMap;

/** Agents as JSON, as documented in the README of this module. */
final class AgentJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private AgentJson() {}

  /** What the list of agents shows. */
  static ObjectNode summary(AgentSnapshot agent) {
    ObjectNode node = NODES.objectNode();
    node.put("uid", agent.uid().toString());
    node.put("revision", agent.revision());
    node.put("serviceName", agent.serviceName());
    node.put("serviceNamespace", agent.attribute("service.namespace"));
    node.put("serviceInstanceId", agent.attribute("service.instance.id"));
    node.put("host", agent.attribute("host.name"));
    ObjectNode sdk = node.putObject("sdk");
    sdk.put("language", agent.attribute("telemetry.sdk.language"));
    sdk.put("name", agent.attribute("telemetry.sdk.name"));
    sdk.put("version", agent.attribute("telemetry.sdk.version"));
    node.put("transport", agent.transport().name());
    node.put("contact", agent.contact().name());
    node.put("remoteAddress", agent.remoteAddress());
    node.put("firstSeen", agent.firstSeen().toString());
    node.put("lastSeen", agent.lastSeen().toString());
    if (agent.state().hasHealth()) {
      node.set("health", HealthJson.top(agent.state().getHealth()));
    }
    node.set("config", config(agent));
    return node;
  }

  /** Everything. */
  static ObjectNode detail(AgentSnapshot agent) {
    AgentToServer state = agent.state();
    ObjectNode node = summary(agent);
    var description = state.getAgentDescription();
    node.set(
        "identifyingAttributes", ProtoJson.attributes(description.getIdentifyingAttributesList()));
    node.set(
        "nonIdentifyingAttributes",
        ProtoJson.attributes(description.getNonIdentifyingAttributesList()));
    if (state.hasHealth()) {
      node.set("health", HealthJson.tree(state.getHealth()));
    }
    node.set("capabilities", capabilities(state.getCapabilities()));
    node.set("effectiveConfig", files(state.getEffectiveConfig().getConfigMap()));
    AgentRemoteConfig offer = agent.offeredConfig();
    if (offer != null) {
      node.set("offeredConfig", files(offer.getConfig()));
    }
    node.set("configEvents", events(agent.configEvents()));
    node.set("connectionSettings", ConnectionSettingsJson.of(agent));
    ArrayNode custom = node.putArray("customCapabilities");
    state.getCustomCapabilities().getCapabilitiesList().forEach(custom::add);
    node.put("sequenceNum", Long.toUnsignedString(state.getSequenceNum()));
    node.put("messagesReceived", agent.messagesReceived());
    node.put("fullStateRequests", agent.fullStateRequests());
    return node;
  }

  /** The remote configuration: what is offered and what the agent says about it. */
  static ObjectNode config(AgentSnapshot agent) {
    RemoteConfigStatus status = agent.remoteConfigStatus();
    ByteString reported = status.getLastRemoteConfigHash();
    ObjectNode node = NODES.objectNode();
    String word = word(status.getStatus().name());
    AgentRemoteConfig offer = agent.offeredConfig();
    boolean answered = offer == null || offer.getConfigHash().equals(reported);
    node.put("state", answered ? word : ConfigEvent.OFFERED);
    node.put("status", word);
    node.put("hash", ProtoJson.hex(reported));
    node.put("errorMessage", status.getErrorMessage());
    if (offer != null) {
      node.put("offeredHash", ProtoJson.hex(offer.getConfigHash()));
    }
    return node;
  }

  static ObjectNode logEntry(ReceivedMessage received) {
    ObjectNode node = NODES.objectNode();
    node.put("receivedAt", received.receivedAt().toString());
    node.put("transport", received.transport().name());
    node.put("bytes", received.rawBytes().size());
    node.set("message", ProtoJson.message(received.message()));
    return node;
  }

  static String word(String enumConstant) {
    return enumConstant.substring(enumConstant.indexOf('_') + 1);
  }

  private static ArrayNode files(AgentConfigMap map) {
    ArrayNode files = NODES.arrayNode();
    new TreeMap<>(Entries.files(map))
        .forEach(
            (name, file) ->
                files
                    .addObject()
                    .put("name", name)
                    .put("contentType", file.getContentType())
                    .put("body", ProtoJson.text(file.getBody())));
    return files;
  }

  private static ArrayNode capabilities(long bits) {
    ArrayNode names = NODES.arrayNode();
    for (AgentCapabilities capability : AgentCapabilities.values()) {
      if (capability != AgentCapabilities.UNRECOGNIZED && (bits & capability.getNumber()) != 0) {
        names.add(word(capability.name()));
      }
    }
    return names;
  }

  private static ArrayNode events(List<ConfigEvent> events) {
    ArrayNode array = NODES.arrayNode();
    for (ConfigEvent event : events) {
      array
          .addObject()
          .put("at", event.at().toString())
          .put("status", event.status())
          .put("hash", ProtoJson.hex(event.hash()))
          .put("errorMessage", event.errorMessage());
    }
    return array;
  }
}
