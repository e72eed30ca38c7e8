package dev.opamp.javaagent.opamp;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsOffers;
import dev.opamp.javaagent.opamp.proto.Header;
import dev.opamp.javaagent.opamp.proto.Headers;
import dev.opamp.javaagent.opamp.proto.OpAMPConnectionSettings;
import dev.opamp.javaagent.opamp.proto.ServerErrorResponseType;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.opamp.proto.ServerToAgent.Builder;
import dev.opamp.javaagent.opamp.proto.TLSCertificate;
import dev.opamp.javaagent.opamp.proto.TelemetryConnectionSettings;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads events and messages from fuzzed bytes, in a way that small changes of the bytes are small
 * changes of what is read. At the end of the bytes everything is zero.
 */
final class ServerScript {

  private static final String[] ENDPOINTS = {
    "",
    "ws://localhost/v1/opamp",
    "wss://b.example.com",
    "http://localhost/v1/opamp",
    "no url",
    "ws://"
  };

  private final ByteBuffer bytes;

  ServerScript(byte[] input) {
    bytes = ByteBuffer.wrap(input);
  }

  boolean hasMore() {
    return bytes.hasRemaining();
  }

  int next(int bound) {
    return bytes.hasRemaining() ? (bytes.get() & 0xff) % bound : 0;
  }

  long nextLong() {
    try {
      return next(2) == 0 ? next(64) : bytes.getLong();
    } catch (BufferUnderflowException e) {
      return -1;
    }
  }

  ByteString nextBytes(int most) {
    byte[] some = new byte[Math.min(next(most + 1), bytes.remaining())];
    bytes.get(some);
    return ByteString.copyFrom(some);
  }

  /** What the bytes are on the wire, or nothing when they are no message. */
  ServerToAgent raw() {
    try {
      return ServerToAgent.parseFrom(nextBytes(255));
    } catch (InvalidProtocolBufferException e) {
      return ServerToAgent.getDefaultInstance();
    }
  }

  /** A message of parts that servers do send. */
  ServerToAgent message() {
    Builder message = ServerToAgent.newBuilder();
    for (int parts = 1 + next(3); parts > 0; parts--) {
      message.mergeFrom(part());
    }
    return message.build();
  }

  private ServerToAgent part() {
    switch (next(11)) {
      case 0:
        return Servers.flags(nextLong());
      case 1:
        return Servers.capabilities(nextLong());
      case 2:
        return config();
      case 3:
        return Servers.newUid(nextBytes(17).toByteArray());
      case 4:
        return Servers.heartbeat(nextLong());
      case 5:
        return Servers.error(type());
      case 6:
        return Servers.unavailable(nextLong());
      case 7:
        return Servers.restart();
      case 8:
        return Servers.message().setInstanceUid(nextBytes(17)).build();
      case 9:
        return Servers.message()
            .setInstanceUid(ByteString.copyFrom(SessionFixture.UID.bytes()))
            .build();
      default:
        return Servers.message().setConnectionSettings(connectionSettings()).build();
    }
  }

  private ServerErrorResponseType type() {
    ServerErrorResponseType type = ServerErrorResponseType.forNumber(next(3));
    return type == null ? ServerErrorResponseType.ServerErrorResponseType_Unknown : type;
  }

  private ServerToAgent config() {
    ByteString hash = nextBytes(3);
    return Servers.message().setRemoteConfig(Servers.remoteConfig(hash, "a: " + next(4))).build();
  }

  private ConnectionSettingsOffers connectionSettings() {
    ConnectionSettingsOffers.Builder offers =
        ConnectionSettingsOffers.newBuilder().setHash(nextBytes(3));
    int parts = next(16);
    if ((parts & 1) != 0) {
      offers.setOpamp(opamp());
    }
    if ((parts & 2) != 0) {
      offers.setOwnMetrics(telemetry());
    }
    if ((parts & 4) != 0) {
      offers.setOwnTraces(telemetry()).setOwnLogs(telemetry());
    }
    return offers.build();
  }

  private OpAMPConnectionSettings opamp() {
    OpAMPConnectionSettings.Builder opamp =
        OpAMPConnectionSettings.newBuilder()
            .setDestinationEndpoint(ENDPOINTS[next(ENDPOINTS.length)])
            .setHeartbeatIntervalSeconds(nextLong());
    int parts = next(4);
    if ((parts & 1) != 0) {
      opamp.setHeaders(headers());
    }
    if ((parts & 2) != 0) {
      opamp.setCertificate(
          TLSCertificate.newBuilder().setCert(nextBytes(40)).setPrivateKey(nextBytes(40)));
    }
    return opamp.build();
  }

  private TelemetryConnectionSettings telemetry() {
    return TelemetryConnectionSettings.newBuilder()
        .setDestinationEndpoint(ENDPOINTS[next(ENDPOINTS.length)])
        .setHeaders(headers())
        .build();
  }

  private Headers headers() {
    Headers.Builder headers = Headers.newBuilder();
    for (int count = next(3); count > 0; count--) {
      headers.addHeaders(
          Header.newBuilder()
              .setKey(nextBytes(4).toString(StandardCharsets.ISO_8859_1))
              .setValue(nextBytes(4).toString(StandardCharsets.ISO_8859_1)));
    }
    return headers.build();
  }
}
