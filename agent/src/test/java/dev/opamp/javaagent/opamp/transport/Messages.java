package dev.opamp.javaagent.opamp.transport;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.Entries;
import dev.opamp.javaagent.opamp.proto.AgentConfigFile;
import dev.opamp.javaagent.opamp.proto.AgentConfigMap;
import dev.opamp.javaagent.opamp.proto.AgentDisconnect;
import dev.opamp.javaagent.opamp.proto.AgentRemoteConfig;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.EffectiveConfig;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import java.nio.ByteBuffer;
import java.util.UUID;

/** Messages used by the transport tests. */
final class Messages {

  static final String UID = "018f3a5c-1234-7abc-8def-0123456789ab";

  private Messages() {}

  static AgentToServer report(long sequence) {
    return AgentToServer.newBuilder()
        .setInstanceUid(uid())
        .setSequenceNum(sequence)
        .setCapabilities(1)
        .build();
  }

  /** A report whose serialised form is longer than the given number of bytes. */
  static AgentToServer bigReport(int bytes) {
    AgentConfigFile file =
        AgentConfigFile.newBuilder().setBody(ByteString.copyFrom(new byte[bytes])).build();
    return report(0).toBuilder()
        .setEffectiveConfig(
            EffectiveConfig.newBuilder()
                .setConfigMap(AgentConfigMap.newBuilder().addConfigMap(Entries.file("", file))))
        .build();
  }

  static AgentToServer farewell(long sequence) {
    return report(sequence).toBuilder()
        .setAgentDisconnect(AgentDisconnect.getDefaultInstance())
        .build();
  }

  static ServerToAgent offer(int bytes) {
    AgentConfigFile file =
        AgentConfigFile.newBuilder().setBody(ByteString.copyFrom(new byte[bytes])).build();
    return ServerToAgent.newBuilder()
        .setRemoteConfig(
            AgentRemoteConfig.newBuilder()
                .setConfigHash(ByteString.copyFromUtf8("hash"))
                .setConfig(AgentConfigMap.newBuilder().addConfigMap(Entries.file("", file))))
        .build();
  }

  static ServerToAgent config(String hash, String body) {
    AgentConfigFile file =
        AgentConfigFile.newBuilder().setBody(ByteString.copyFromUtf8(body)).build();
    return ServerToAgent.newBuilder()
        .setRemoteConfig(
            AgentRemoteConfig.newBuilder()
                .setConfigHash(ByteString.copyFromUtf8(hash))
                .setConfig(AgentConfigMap.newBuilder().addConfigMap(Entries.file("", file))))
        .build();
  }

  /** An offer whose serialised form has exactly this many bytes. */
  static ServerToAgent offerOf(int bytes) {
    int body = bytes;
    while (offer(body).getSerializedSize() > bytes) {
      body--;
    }
    ServerToAgent offer = offer(body);
    if (offer.getSerializedSize() != bytes) {
      throw new IllegalArgumentException("no offer has exactly " + bytes + " bytes");
    }
    return offer;
  }

  static byte[] framed(int header, ServerToAgent message) {
    return framed(new byte[] {(byte) header}, message);
  }

  static byte[] framed(byte[] header, ServerToAgent message) {
    byte[] data = message.toByteArray();
    return ByteBuffer.allocate(header.length + data.length).put(header).put(data).array();
  }

  private static ByteString uid() {
    UUID uuid = UUID.fromString(UID);
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits()).flip();
    return ByteString.copyFrom(bytes);
  }
}
