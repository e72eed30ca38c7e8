package dev.opamp.javaagent.testing.suites.hostile;

import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** RFC 6455 frames as bytes, the legal ones and the others. */
public final class Frames {

  public static final int FIN = 0x80;
  public static final int CONTINUATION = 0;
  public static final int TEXT = 1;
  public static final int BINARY = 2;
  public static final int CLOSE = 8;
  public static final int PING = 9;

  /** A frame that was received, unmasked. */
  public record Frame(int opcode, byte[] payload) {

    public int closeCode() {
      return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff;
    }
  }

  private Frames() {}

  /** One whole OpAMP message. */
  public static byte[] message(ServerToAgent message) {
    return body(message.toByteArray());
  }

  /** The header byte and whatever is passed off as a message. */
  public static byte[] body(byte[] protobuf) {
    return frame(FIN | BINARY, concat(new byte[] {0}, protobuf));
  }

  public static byte[] frame(int firstByte, byte[] payload) {
    return concat(header(firstByte, payload.length), payload);
  }

  /** A header alone, with any length, whatever follows. */
  public static byte[] header(int firstByte, long announced) {
    if (announced >= 0 && announced < 126) {
      return new byte[] {(byte) firstByte, (byte) announced};
    }
    if (announced >= 0 && announced < 0x10000) {
      return ByteBuffer.allocate(4)
          .put((byte) firstByte)
          .put((byte) 126)
          .putShort((short) announced)
          .array();
    }
    return ByteBuffer.allocate(10).put((byte) firstByte).put((byte) 127).putLong(announced).array();
  }

  public static byte[] close(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    return frame(
        FIN | CLOSE, ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array());
  }

  public static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /**
   * Reads one frame of the client.
   *
   * @throws EOFException when there is none
   */
  static Frame read(DataInputStream in) throws IOException {
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    int length = second & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = Math.toIntExact(in.readLong());
    }
    byte[] mask = new byte[4];
    if ((second & 0x80) != 0) {
      in.readFully(mask);
    }
    byte[] payload = new byte[length];
    in.readFully(payload);
    for (int i = 0; i < length; i++) {
      payload[i] ^= mask[i % 4];
    }
    return new Frame(first & 0x0f, payload);
  }
}
