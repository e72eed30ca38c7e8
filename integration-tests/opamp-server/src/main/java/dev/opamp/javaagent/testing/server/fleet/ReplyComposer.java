package dev.opamp.javaagent.testing.server.fleet;

import dev.opamp.javaagent.opamp.proto.CustomCapabilities;
import dev.opamp.javaagent.opamp.proto.ServerCapabilities;
import dev.opamp.javaagent.opamp.proto.ServerErrorResponse;
import dev.opamp.javaagent.opamp.proto.ServerErrorResponseType;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.opamp.proto.ServerToAgentFlags;
import java.util.Set;

/** Builds ServerToAgent messages. */
public final class ReplyComposer {

  private static final long CAPABILITIES =
      ServerCapabilities.ServerCapabilities_AcceptsStatus_VALUE
          | ServerCapabilities.ServerCapabilities_OffersRemoteConfig_VALUE
          | ServerCapabilities.ServerCapabilities_AcceptsEffectiveConfig_VALUE
          | ServerCapabilities.ServerCapabilities_OffersConnectionSettings_VALUE;

  private final Set<String> customCapabilities;
  private final boolean asksForComponents;
  private final long capabilities;

  /**
   * Creates a composer.
   *
   * @param customCapabilities told to agents that name theirs
   * @param asksForComponents whether a hash of available components is followed up
   * @param moreCapabilities bits of ServerCapabilities to announce beyond the usual ones
   */
  public ReplyComposer(
      Set<String> customCapabilities, boolean asksForComponents, long moreCapabilities) {
    this.customCapabilities = customCapabilities;
    this.asksForComponents = asksForComponents;
    this.capabilities = CAPABILITIES | moreCapabilities;
  }

  /** What the server says it can do. */
  long capabilities() {
    return capabilities;
  }

  /** What the agent has to be told now, flags included. */
  ServerToAgent.Builder reply(AgentEntry entry, boolean wantsFullState) {
    ServerToAgent.Builder reply = unsolicited(entry).setCapabilities(capabilities);
    long flags = wantsFullState ? ServerToAgentFlags.ServerToAgentFlags_ReportFullState_VALUE : 0;
    if (asksForComponents && ReportedState.lacksComponents(entry.state())) {
      flags |= ServerToAgentFlags.ServerToAgentFlags_ReportAvailableComponents_VALUE;
    }
    if (entry.offers.takeCustomCapabilitiesDue() && !customCapabilities.isEmpty()) {
      reply.setCustomCapabilities(
          CustomCapabilities.newBuilder().addAllCapabilities(customCapabilities));
    }
    return reply.setFlags(flags);
  }

  /** Pending offers, pushed outside a reply. */
  static ServerToAgent.Builder unsolicited(AgentEntry entry) {
    ServerToAgent.Builder message =
        ServerToAgent.newBuilder()
            .setInstanceUid(entry.state().getInstanceUid())
            .setCapabilities(CAPABILITIES);
    entry.offers.addTo(message, entry.state(), entry.connection() == null);
    return message;
  }

  static ServerToAgent badRequest(String why) {
    return ServerToAgent.newBuilder()
        .setCapabilities(CAPABILITIES)
        .setErrorResponse(
            ServerErrorResponse.newBuilder()
                .setType(ServerErrorResponseType.ServerErrorResponseType_BadRequest)
                .setErrorMessage(why))
        .build();
  }
}
