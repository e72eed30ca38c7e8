package dev.opamp.javaagent.state;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a stored entry: a mark with the version of the format, the length and the CRC-32 of
 * the value, then the value. Finds what a crash or a full disk left behind; it is no signature.
 */
final class EntryFormat {

  static final int HEADER = 4 + 4 + 8;

  private static final int MARK = 0x4F505331; // "OPS1"

  private EntryFormat() {}

  static ByteBuffer encode(byte[] value) {
    ByteBuffer buffer = ByteBuffer.allocate(HEADER + value.length);
    buffer.putInt(MARK).putInt(value.length).putLong(checksum(value)).put(value);
    buffer.flip();
    return buffer;
  }

  /** Returns the value, or null when the bytes are not a whole entry. */
  static byte @Nullable [] decode(byte[] stored) {
    ByteBuffer buffer = ByteBuffer.wrap(stored);
    if (stored.length < HEADER || buffer.getInt() != MARK) {
      return null;
    }
    int length = buffer.getInt();
    long checksum = buffer.getLong();
    if (length != buffer.remaining()) {
      return null;
    }
    byte[] value = new byte[length];
    buffer.get(value);
    return checksum(value) == checksum ? value : null;
  }

  private static long checksum(byte[] value) {
    CRC32 crc = new CRC32();
    crc.update(value, 0, value.length);
    return crc.getValue();
  }
}
