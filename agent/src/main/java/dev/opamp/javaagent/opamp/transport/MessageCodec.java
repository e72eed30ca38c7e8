package dev.opamp.javaagent.opamp.transport;

import com.google.protobuf.CodedOutputStream;
import dev.opamp.javaagent.net.OneLine;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * One OpAMP message in one binary WebSocket message: a header varint that must be zero, then
 * protobuf (OpAMP specification, "WebSocket Message Format").
 */
final class MessageCodec {

  private static final int MAX_HEADER_BYTES = 10;

  private MessageCodec() {}

  /** Bytes a message takes on the wire, header included. */
  static int sizeOf(AgentToServer message) {
    return 1 + message.getSerializedSize();
  }

  static byte[] encode(AgentToServer message) {
    byte[] bytes = new byte[sizeOf(message)];
    try {
      message.writeTo(CodedOutputStream.newInstance(bytes, 1, bytes.length - 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes;
  }

  /**
   * Decodes a received message; no data after the header is a message with nothing set.
   *
   * @throws MalformedMessageException if the header is not zero or the rest is not protobuf
   */
  static ServerToAgent decode(ByteBuffer payload) throws MalformedMessageException {
    readHeader(payload);
    return parse(payload);
  }

  /**
   * Parses a message without header.
   *
   * @throws MalformedMessageException if it is not protobuf, or of more fields than the heap bears
   */
  static ServerToAgent parse(ByteBuffer message) throws MalformedMessageException {
    try {
      FieldCensus.check(message);
      return ServerToAgent.parseFrom(message);
    } catch (MalformedMessageException e) {
      throw e;
    } catch (IOException e) {
      throw new MalformedMessageException("not a ServerToAgent message: " + OneLine.of(e));
    }
  }

  private static void readHeader(ByteBuffer payload) throws MalformedMessageException {
    int value = 0;
    for (int i = 0; i < MAX_HEADER_BYTES; i++) {
      if (!payload.hasRemaining()) {
        throw new MalformedMessageException("the message header is incomplete");
      }
      int next = payload.get();
      value |= next & 0x7f;
      if (next >= 0) {
        if (value != 0) {
          throw new MalformedMessageException("the message header is not zero");
        }
        return;
      }
    }
    throw new MalformedMessageException("the message header is longer than 10 bytes");
  }
}
