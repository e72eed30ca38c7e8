package dev.opamp.javaagent.opamp;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.AgentConfigFile;
import dev.opamp.javaagent.opamp.proto.AgentConfigMap;
import dev.opamp.javaagent.opamp.proto.AgentIdentification;
import dev.opamp.javaagent.opamp.proto.AgentRemoteConfig;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsOffers;
import dev.opamp.javaagent.opamp.proto.OpAMPConnectionSettings;
import dev.opamp.javaagent.opamp.proto.RetryInfo;
import dev.opamp.javaagent.opamp.proto.ServerErrorResponse;
import dev.opamp.javaagent.opamp.proto.ServerErrorResponseType;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.opamp.proto.ServerToAgentCommand;

/** Messages as servers send them. */
final class Servers {

  private Servers() {}

  static ByteString foreign() {
    return ByteString.copyFrom(new byte[] {9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9});
  }

  static ServerToAgent.Builder message() {
    return ServerToAgent.newBuilder();
  }

  static ServerToAgent capabilities(long bits) {
    return message().setCapabilities(bits).build();
  }

  static ServerToAgent flags(long bits) {
    return message().setFlags(bits).build();
  }

  static ServerToAgent restart() {
    return message().setCommand(ServerToAgentCommand.getDefaultInstance()).build();
  }

  static ServerToAgent config(String hash, String body) {
    return message().setRemoteConfig(remoteConfig(ByteString.copyFromUtf8(hash), body)).build();
  }

  static AgentRemoteConfig remoteConfig(ByteString hash, String body) {
    AgentConfigFile file =
        AgentConfigFile.newBuilder().setBody(ByteString.copyFromUtf8(body)).build();
    return AgentRemoteConfig.newBuilder()
        .setConfigHash(hash)
        .setConfig(AgentConfigMap.newBuilder().addConfigMap(Entries.file("", file)))
        .build();
  }

  static ServerToAgent newUid(byte[] uid) {
    return message()
        .setAgentIdentification(
            AgentIdentification.newBuilder().setNewInstanceUid(ByteString.copyFrom(uid)))
        .build();
  }

  static ServerToAgent heartbeat(long seconds) {
    return message()
        .setConnectionSettings(
            ConnectionSettingsOffers.newBuilder()
                .setOpamp(
                    OpAMPConnectionSettings.newBuilder().setHeartbeatIntervalSeconds(seconds)))
        .build();
  }

  static ServerToAgent error(ServerErrorResponseType type) {
    return message().setErrorResponse(ServerErrorResponse.newBuilder().setType(type)).build();
  }

  static ServerToAgent unavailable(long retryNanos) {
    return message()
        .setErrorResponse(
            ServerErrorResponse.newBuilder()
                .setType(ServerErrorResponseType.ServerErrorResponseType_Unavailable)
                .setRetryInfo(RetryInfo.newBuilder().setRetryAfterNanoseconds(retryNanos)))
        .build();
  }
}
