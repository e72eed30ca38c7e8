package dev.opamp.javaagent.opamp.transport;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.LimitExceededException;
import org.java_websocket.framing.CloseFrame;
import org.jspecify.annotations.Nullable;

/**
 * Collects the bytes of one frame after the other. Memory grows with what has arrived: the length
 * that a header announces costs its sender nothing, so nothing is allocated for it. Used by one
 * thread.
 */
final class FrameAssembler {

  private static final int START_BYTES = 1024;
  private static final int KEPT_BYTES = 64 * 1024;
  private static final int MIN_HEADER = 2;
  private static final int MASK_BYTES = 4;

  private final int maxPayload;
  private byte[] frame = new byte[START_BYTES];
  private int size;

  /**
   * @param maxPayload largest payload of one frame, in bytes
   */
  FrameAssembler(int maxPayload) {
    this.maxPayload = maxPayload;
  }

  /**
   * Takes what belongs to the frame under way.
   *
   * @return the whole frame, to be used before the next call; null when more bytes are needed
   */
  @Nullable ByteBuffer next(ByteBuffer bytes) throws InvalidDataException {
    while (true) {
      long wanted = wanted();
      if (size == wanted) {
        return complete();
      }
      if (!bytes.hasRemaining()) {
        return null;
      }
      int count = (int) Math.min(wanted - size, bytes.remaining());
      reserve(count, wanted);
      bytes.get(frame, size, count);
      size += count;
    }
  }

  private ByteBuffer complete() {
    ByteBuffer whole = ByteBuffer.wrap(frame, 0, size).slice();
    if (frame.length > KEPT_BYTES) {
      frame = new byte[START_BYTES];
    }
    size = 0;
    return whole;
  }

  private void reserve(int count, long wanted) {
    if (size + count > frame.length) {
      long doubled = Math.max(size + count, 2L * frame.length);
      frame = Arrays.copyOf(frame, (int) Math.min(doubled, wanted));
    }
  }

  /** Bytes up to which the frame is to be read next: its header first, then all of it. */
  private long wanted() throws InvalidDataException {
    if (size < MIN_HEADER) {
      return MIN_HEADER;
    }
    int announced = frame[1] & 0x7f;
    int extended = announced == 126 ? 2 : announced == 127 ? 8 : 0;
    boolean control = (frame[0] & 0x08) != 0;
    if (control && extended > 0) {
      throw new InvalidDataException(CloseFrame.PROTOCOL_ERROR, "too long a control frame");
    }
    if (size < MIN_HEADER + extended) {
      return (long) MIN_HEADER + extended;
    }
    long payload = extended == 0 ? announced : extendedLength(extended);
    if (payload < 0 || payload > maxPayload) {
      throw new LimitExceededException("the frame exceeds the limit", maxPayload);
    }
    int mask = (frame[1] & 0x80) != 0 ? MASK_BYTES : 0;
    return MIN_HEADER + extended + mask + payload;
  }

  private long extendedLength(int bytes) {
    long length = 0;
    for (int i = 0; i < bytes; i++) {
      length = length << 8 | (frame[MIN_HEADER + i] & 0xff);
    }
    return length;
  }
}
