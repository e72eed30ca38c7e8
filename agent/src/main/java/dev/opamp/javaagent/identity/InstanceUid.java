package dev.opamp.javaagent.identity;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The 16 bytes that tell this agent from all others (spec: AgentToServer.instance_uid). */
public final class InstanceUid {

  /** Length in bytes. */
  public static final int LENGTH = 16;

  private static final int CANONICAL_LENGTH = 36;

  private final byte[] bytes;

  private InstanceUid(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns a fresh UUID version 7. Never waits for entropy. */
  public static InstanceUid random() {
    return generate(System.currentTimeMillis(), nonBlockingRandom());
  }

  /** Returns a UUID version 7: 48 bits of Unix milliseconds, the rest random. */
  static InstanceUid generate(long unixMillis, Random random) {
    byte[] bytes = new byte[LENGTH];
    random.nextBytes(bytes);
    for (int i = 0; i < 6; i++) {
      bytes[i] = (byte) (unixMillis >>> (40 - 8 * i));
    }
    bytes[6] = (byte) ((bytes[6] & 0x0F) | 0x70);
    bytes[8] = (byte) ((bytes[8] & 0x3F) | 0x80);
    return new InstanceUid(bytes);
  }

  /**
   * Returns the UID of these bytes.
   *
   * @throws IllegalArgumentException when there are not exactly 16 bytes
   */
  public static InstanceUid ofBytes(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          "an instance UID has 16 bytes, this one has " + bytes.length);
    }
    return new InstanceUid(bytes.clone());
  }

  /**
   * Reads the canonical text form, 8-4-4-4-12 hexadecimal digits in either case.
   *
   * @throws IllegalArgumentException when the text has any other form
   */
  public static InstanceUid parse(String text) {
    UUID uuid;
    try {
      uuid = UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a UUID: " + text, e);
    }
    // UUID.fromString also takes short groups, such as 1-1-1-1-1.
    if (text.length() != CANONICAL_LENGTH || !uuid.toString().equalsIgnoreCase(text)) {
      throw new IllegalArgumentException("not a UUID: " + text);
    }
    byte[] bytes = new byte[LENGTH];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (uuid.getMostSignificantBits() >>> (56 - 8 * i));
      bytes[8 + i] = (byte) (uuid.getLeastSignificantBits() >>> (56 - 8 * i));
    }
    return new InstanceUid(bytes);
  }

  /** Returns a copy of the 16 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Whether all bytes are zero, which identifies nobody. */
  public boolean isZero() {
    return Arrays.equals(bytes, new byte[LENGTH]);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof InstanceUid && Arrays.equals(bytes, ((InstanceUid) other).bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Returns the canonical lower-case text. */
  @Override
  public String toString() {
    return new UUID(bits(0), bits(8)).toString();
  }

  private long bits(int from) {
    long bits = 0;
    for (int i = from; i < from + 8; i++) {
      bits = (bits << 8) | (bytes[i] & 0xFF);
    }
    return bits;
  }

  /** The default generator may have been pointed at a blocking device by the host's settings. */
  private static Random nonBlockingRandom() {
    try {
      return SecureRandom.getInstance("NativePRNGNonBlocking");
    } catch (NoSuchAlgorithmException e) {
      return new SecureRandom();
    }
  }
}
