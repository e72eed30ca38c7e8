package dev.opamp.javaagent.opamp;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.concurrent.Ticker;
import dev.opamp.javaagent.identity.InstanceUid;
import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.opamp.proto.CommandType;
import dev.opamp.javaagent.opamp.proto.ServerErrorResponse;
import dev.opamp.javaagent.opamp.proto.ServerErrorResponseType;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.opamp.proto.ServerToAgentFlags;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Acts on received messages, in this order: a message for another agent is dropped; an error ends
 * it; a command excludes the rest; then identification, flags, remote config, connection settings,
 * custom messages. A part whose capability is not claimed is as good as absent.
 */
final class ReceivedMessageProcessor {

  private static final long REPORT_AVAILABLE_COMPONENTS =
      ServerToAgentFlags.ServerToAgentFlags_ReportAvailableComponents_VALUE;
  private static final Duration BETWEEN_RESTARTS = Duration.ofSeconds(60);

  private final Capabilities claimed;
  private final UidAssignment uid;
  private final RemoteConfigOffers remoteConfig;
  private final ConnectionOffers connectionSettings;
  private final OfferListener offers;
  private final InstanceUidListener uidListener;
  private final CustomMessages custom;
  private final TokenBucket restarts;
  private final ThrottledLog log;

  ReceivedMessageProcessor(
      Capabilities claimed,
      UidAssignment uid,
      RemoteConfigOffers remoteConfig,
      ConnectionOffers connectionSettings,
      OfferListener offers,
      InstanceUidListener uidListener,
      CustomMessages custom,
      Ticker ticker) {
    this.claimed = claimed;
    this.uid = uid;
    this.remoteConfig = remoteConfig;
    this.connectionSettings = connectionSettings;
    this.offers = offers;
    this.uidListener = uidListener;
    this.custom = custom;
    this.log = new ThrottledLog(AgentLogger.get(ReceivedMessageProcessor.class), ticker);
    this.restarts = new TokenBucket(ticker, 1, BETWEEN_RESTARTS);
  }

  void process(ServerToAgent message, ProtocolActions actions) {
    if (!uid.isAddressedToUs(
        message.getInstanceUid(), message.getAgentIdentification().getNewInstanceUid())) {
      log.warn("a message for another agent was dropped", "");
      actions.foreign();
      return;
    }
    if (message.hasErrorResponse()) {
      onError(message.getErrorResponse(), actions);
      return;
    }
    actions.confirmed();
    actions.serverCapabilities(message.getCapabilities());
    if (isRestart(message)) {
      restart();
      return;
    }
    adopt(message.getAgentIdentification().getNewInstanceUid(), actions);
    if ((message.getFlags() & ServerToAgentFlags.ServerToAgentFlags_ReportFullState_VALUE) != 0) {
      actions.fullReport();
    }
    if ((message.getFlags() & REPORT_AVAILABLE_COMPONENTS) != 0
        && claimed.has(Capabilities.REPORTS_AVAILABLE_COMPONENTS)) {
      actions.components();
    }
    if (message.hasRemoteConfig() && claimed.has(Capabilities.ACCEPTS_REMOTE_CONFIG)) {
      remoteConfig.onOffer(message.getRemoteConfig(), actions);
    }
    if (message.hasConnectionSettings()) {
      connectionSettings.onOffer(message.getConnectionSettings());
    }
    custom.onMessage(message);
  }

  private void onError(ServerErrorResponse error, ProtocolActions actions) {
    if (error.getType() == ServerErrorResponseType.ServerErrorResponseType_Unavailable) {
      log.warn("the server is unavailable", error.getErrorMessage());
      actions.unavailable(error.hasRetryInfo() ? retryAfter(error) : null);
      return;
    }
    log.warn("the server refused a message", error.getErrorMessage());
    actions.refused();
  }

  private static @Nullable Duration retryAfter(ServerErrorResponse error) {
    long nanos = error.getRetryInfo().getRetryAfterNanoseconds();
    // Negative is beyond 2^63 as the unsigned number it is.
    return Duration.ofNanos(nanos < 0 ? Long.MAX_VALUE : nanos);
  }

  /** An unknown command is as good as absent; the default value is a restart. */
  private boolean isRestart(ServerToAgent message) {
    return message.hasCommand()
        && claimed.has(Capabilities.ACCEPTS_RESTART_COMMAND)
        && message.getCommand().getType() == CommandType.CommandType_Restart;
  }

  private void restart() {
    if (restarts.tryTake()) {
      Contained.run("restart", offers::onRestart);
    } else {
      log.warn("a restart so soon after another was ignored", "");
    }
  }

  private void adopt(ByteString offered, ProtocolActions actions) {
    if (offered.isEmpty()) {
      return;
    }
    if (offered.size() != InstanceUid.LENGTH) {
      log.warn("an instance UID of the wrong length was ignored", offered.size() + " bytes");
      return;
    }
    InstanceUid assigned = InstanceUid.ofBytes(offered.toByteArray());
    if (assigned.isZero()) {
      log.warn("an instance UID of zeros was ignored", "");
      return;
    }
    if (uid.adopt(assigned)) {
      Contained.run("instance UID listener", () -> uidListener.onInstanceUid(assigned));
      actions.fullReport();
    }
  }
}
