package dev.opamp.javaagent.testing.server.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opamp.javaagent.opamp.proto.AgentCapabilities;
import dev.opamp.javaagent.opamp.proto.AgentConfigFile;
import dev.opamp.javaagent.opamp.proto.AgentConfigMap;
import dev.opamp.javaagent.opamp.proto.AgentRemoteConfig;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsOffers;
import dev.opamp.javaagent.testing.server.Entries;
import dev.opamp.javaagent.testing.server.fleet.AgentFleet;
import dev.opamp.javaagent.testing.server.fleet.AgentSnapshot;
import dev.opamp.javaagent.testing.server.fleet.Offers;
import dev.opamp.javaagent.testing.server.fleet.ServerCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/** The calls of the control API that change something. */
final class AgentCommands {

  private final AgentFleet fleet;

  AgentCommands(AgentFleet fleet) {
    this.fleet = fleet;
  }

  ApiResponse offerConfig(Request request, AgentSnapshot agent)
      throws ApiException, IOException, InterruptedException {
    ConfigRequest wanted = ConfigRequest.read(request);
    AgentConfigFile file =
        AgentConfigFile.newBuilder()
            .setBody(wanted.body())
            .setContentType(wanted.contentType())
            .build();
    AgentConfigMap files =
        AgentConfigMap.newBuilder().addConfigMap(Entries.file(wanted.name(), file)).build();
    return offer(agent, Offers.hashed(files), wanted.patience());
  }

  ApiResponse removeConfig(Request request, AgentSnapshot agent)
      throws ApiException, InterruptedException {
    AgentRemoteConfig empty = Offers.hashed(AgentConfigMap.getDefaultInstance());
    return offer(agent, empty, QueryParameters.patience(request));
  }

  ApiResponse offerOwnTelemetry(Request request, AgentSnapshot agent)
      throws ApiException, IOException {
    if (!agent.claims(AgentCapabilities.AgentCapabilities_ReportsOwnMetrics)
        && !agent.claims(AgentCapabilities.AgentCapabilities_ReportsOwnTraces)
        && !agent.claims(AgentCapabilities.AgentCapabilities_ReportsOwnLogs)) {
      throw new ApiException(409, "the agent does not report telemetry of its own");
    }
    ConnectionSettingsOffers offer = Offers.hashed(OwnTelemetryRequest.read(request).toProto());
    fleet.offer(agent.uid(), offer);
    ObjectNode answer = ConnectionSettingsJson.of(fleet.agent(agent.uid()).orElse(agent));
    return ApiResponse.json(202, answer);
  }

  ApiResponse restart(AgentSnapshot agent) throws ApiException {
    demand(agent, AgentCapabilities.AgentCapabilities_AcceptsRestartCommand);
    fleet.send(agent.uid(), ServerCommands.restart(agent.uid()));
    return ApiResponse.json(202, AgentJson.summary(agent));
  }

  private ApiResponse offer(AgentSnapshot agent, AgentRemoteConfig offer, Duration patience)
      throws ApiException, InterruptedException {
    demand(agent, AgentCapabilities.AgentCapabilities_AcceptsRemoteConfig);
    fleet.offer(agent.uid(), offer);
    Optional<AgentSnapshot> settled =
        fleet.await(
            () -> fleet.agent(agent.uid()).filter(now -> now.settled(offer.getConfigHash())),
            patience);
    AgentSnapshot now = settled.or(() -> fleet.agent(agent.uid())).orElse(agent);
    ObjectNode answer = AgentJson.config(now);
    answer.put("timedOut", settled.isEmpty() && !patience.isZero());
    return ApiResponse.json(settled.isPresent() ? 200 : 202, answer);
  }

  private static void demand(AgentSnapshot agent, AgentCapabilities capability)
      throws ApiException {
    if (!agent.claims(capability)) {
      throw new ApiException(
          409, "the agent does not claim the capability " + AgentJson.word(capability.name()));
    }
  }
}
