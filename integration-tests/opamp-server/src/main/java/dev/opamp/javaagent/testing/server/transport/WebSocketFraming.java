package dev.opamp.javaagent.testing.server.transport;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import java.nio.ByteBuffer;

/** The OpAMP WebSocket message: a header varint, always 0, then the protobuf message. */
final class WebSocketFraming {

  private static final int MAX_VARINT_BYTES = 10;

  private WebSocketFraming() {}

  static ByteBuffer encode(ServerToAgent message) {
    ByteBuffer buffer = ByteBuffer.allocate(1 + message.getSerializedSize());
    buffer.put((byte) 0).put(message.toByteArray()).flip();
    return buffer;
  }

  /**
   * Reads one message.
   *
   * @throws InvalidProtocolBufferException when the header is missing or not 0, or the rest does
   *     not parse
   */
  static AgentToServer decode(ByteBuffer payload) throws InvalidProtocolBufferException {
    ByteBuffer data = payload.duplicate();
    for (int read = 0; read < MAX_VARINT_BYTES && data.hasRemaining(); read++) {
      byte next = data.get();
      if (next == 0) {
        return AgentToServer.parseFrom(data);
      }
      if (next != (byte) 0x80) {
        break;
      }
    }
    throw new InvalidProtocolBufferException("the WebSocket message header is not 0");
  }
}
