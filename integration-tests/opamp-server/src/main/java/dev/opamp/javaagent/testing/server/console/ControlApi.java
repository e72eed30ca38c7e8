package dev.opamp.javaagent.testing.server.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opamp.javaagent.testing.server.fleet.AgentFleet;
import dev.opamp.javaagent.testing.server.fleet.AgentSnapshot;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.eclipse.jetty.server.Request;

/** The routes of the JSON control API. */
final class ControlApi {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final AgentFleet fleet;
  private final OpampEndpoints endpoints;
  private final AgentCommands commands;

  ControlApi(AgentFleet fleet, OpampEndpoints endpoints) {
    this.fleet = fleet;
    this.endpoints = endpoints;
    this.commands = new AgentCommands(fleet);
  }

  ApiResponse answer(Request request, String path)
      throws ApiException, IOException, InterruptedException {
    List<String> parts = List.of(path.substring("/api/".length()).split("/", -1));
    String method = request.getMethod();
    if (parts.equals(List.of("health"))) {
      allow(method, "GET");
      return ApiResponse.json(200, health());
    }
    if (!parts.get(0).equals("agents") || parts.size() > 3) {
      throw new ApiException(404, "no such resource: " + path);
    }
    if (parts.size() == 1) {
      allow(method, "GET");
      return ApiResponse.json(200, agents());
    }
    AgentSnapshot agent = agent(parts.get(1));
    if (parts.size() == 2) {
      allow(method, "GET");
      return ApiResponse.json(200, AgentJson.detail(agent));
    }
    return answer(request, agent, parts.get(2));
  }

  private ApiResponse answer(Request request, AgentSnapshot agent, String resource)
      throws ApiException, IOException, InterruptedException {
    String method = request.getMethod();
    switch (resource) {
      case "config" -> {
        allow(method, "PUT", "POST", "DELETE");
        return method.equals("DELETE")
            ? commands.removeConfig(request, agent)
            : commands.offerConfig(request, agent);
      }
      case "own-telemetry" -> {
        allow(method, "POST");
        return commands.offerOwnTelemetry(request, agent);
      }
      case "restart" -> {
        allow(method, "POST");
        return commands.restart(agent);
      }
      case "messages" -> {
        allow(method, "GET");
        ArrayNode log = NODES.arrayNode();
        fleet.messages(agent.uid()).forEach(m -> log.add(AgentJson.logEntry(m)));
        return ApiResponse.json(200, log);
      }
      default -> throw new ApiException(404, "an agent has no resource '" + resource + "'");
    }
  }

  private ObjectNode health() {
    ObjectNode node = NODES.objectNode();
    node.put("status", "UP").put("agents", fleet.agents().size());
    node.putObject("endpoints")
        .put("webSocket", endpoints.webSocket())
        .put("http", endpoints.http());
    return node;
  }

  private ObjectNode agents() {
    ObjectNode node = NODES.objectNode();
    ArrayNode list = node.putArray("agents");
    fleet.agents().forEach(agent -> list.add(AgentJson.summary(agent)));
    return node;
  }

  private AgentSnapshot agent(String text) throws ApiException {
    UUID uid;
    try {
      uid = UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new ApiException(400, "an instance UID looks like 8-4-4-4-12 hexadecimal digits");
    }
    return fleet
        .agent(uid)
        .orElseThrow(() -> new ApiException(404, "no agent with the instance UID " + uid));
  }

  private static void allow(String method, String... allowed) throws ApiException {
    if (!List.of(allowed).contains(method)) {
      throw new ApiException(405, "allowed here: " + String.join(", ", allowed));
    }
  }
}
