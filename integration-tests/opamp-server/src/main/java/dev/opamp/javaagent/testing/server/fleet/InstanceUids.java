package dev.opamp.javaagent.testing.server.fleet;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** Instance UIDs: 16 bytes on the wire, a UUID everywhere else. */
public final class InstanceUids {

  /** Length of an instance UID in bytes. */
  public static final int LENGTH = 16;

  private static final SecureRandom RANDOM = new SecureRandom();

  private InstanceUids() {}

  /**
   * Reads an instance UID.
   *
   * @throws IllegalArgumentException when it does not have 16 bytes
   */
  public static UUID parse(ByteString bytes) {
    if (bytes.size() != LENGTH) {
      throw new IllegalArgumentException("instance_uid must have 16 bytes but has " + bytes.size());
    }
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  /** The 16 bytes of an instance UID. */
  public static ByteString bytes(UUID uid) {
    ByteBuffer buffer = ByteBuffer.allocate(LENGTH);
    buffer.putLong(uid.getMostSignificantBits()).putLong(uid.getLeastSignificantBits()).flip();
    return ByteString.copyFrom(buffer);
  }

  /** A new UUID version 7, as the specification recommends. */
  public static UUID next(Instant now) {
    long high = (now.toEpochMilli() << 16) | 0x7000L | RANDOM.nextInt(1 << 12);
    long low = (RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
