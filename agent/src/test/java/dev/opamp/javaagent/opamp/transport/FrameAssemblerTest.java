package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.LimitExceededException;
import org.junit.jupiter.api.Test;

class FrameAssemblerTest {

  private static final int LIMIT = 64 * 1024 * 1024;

  @Test
  void aHeaderThatAnnouncesMuchCostsNothing() throws Exception {
    FrameAssembler frames = new FrameAssembler(LIMIT);
    ByteBuffer start = ByteBuffer.allocate(100);
    start.put((byte) 0x82).put((byte) 127).putLong(LIMIT).rewind();
    long before = allocated();
    assertThat(frames.next(start)).isNull();
    assertThat(allocated() - before).isLessThan(64 * 1024);
  }

  private static long allocated() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  @Test
  void cutsTheStreamIntoFramesWhereverItIsSplit() throws Exception {
    Random random = new Random(7);
    ByteBuffer stream = ByteBuffer.allocate(1024 * 1024);
    List<Integer> lengths = new ArrayList<>();
    for (int length : new int[] {0, 1, 125, 126, 127, 1000, 65535, 65536, 200_000, 3}) {
      put(stream, length);
      lengths.add(length);
    }
    stream.flip();
    FrameAssembler frames = new FrameAssembler(LIMIT);
    List<Integer> seen = new ArrayList<>();
    while (stream.hasRemaining()) {
      byte[] piece = new byte[Math.min(stream.remaining(), 1 + random.nextInt(5000))];
      stream.get(piece);
      ByteBuffer bytes = ByteBuffer.wrap(piece);
      ByteBuffer frame;
      while ((frame = frames.next(bytes)) != null) {
        seen.add(payloadLength(frame));
      }
    }
    assertThat(seen).isEqualTo(lengths);
  }

  private static void put(ByteBuffer stream, int length) {
    stream.put((byte) 0x82);
    if (length < 126) {
      stream.put((byte) length);
    } else if (length < 65536) {
      stream.put((byte) 126).putShort((short) length);
    } else {
      stream.put((byte) 127).putLong(length);
    }
    stream.put(new byte[length]);
  }

  private static int payloadLength(ByteBuffer frame) {
    int head = frame.get(1) == 126 ? 4 : frame.get(1) == 127 ? 10 : 2;
    return frame.remaining() - head;
  }

  @Test
  void refusesWhatIsTooLongAsSoonAsItIsAnnounced() {
    ByteBuffer large = ByteBuffer.allocate(10);
    large.put((byte) 0x82).put((byte) 127).putLong(LIMIT + 1L).rewind();
    assertThatThrownBy(() -> new FrameAssembler(LIMIT).next(large))
        .isInstanceOf(LimitExceededException.class);
    ByteBuffer negative = ByteBuffer.allocate(10);
    negative.put((byte) 0x82).put((byte) 127).putLong(-1).rewind();
    assertThatThrownBy(() -> new FrameAssembler(LIMIT).next(negative))
        .isInstanceOf(LimitExceededException.class);
    ByteBuffer ping = ByteBuffer.wrap(new byte[] {(byte) 0x89, 126, 1, 0});
    assertThatThrownBy(() -> new FrameAssembler(LIMIT).next(ping))
        .isInstanceOf(InvalidDataException.class);
  }

  @Test
  void aSmallHeapTakesSmallerMessages() {
    assertThat(InboundLimit.of(LIMIT, 500L * 1024 * 1024)).isEqualTo(LIMIT);
    assertThat(InboundLimit.of(LIMIT, 60L * 1024 * 1024)).isEqualTo(10 * 1024 * 1024);
    assertThat(InboundLimit.of(1000, 64L * 1024 * 1024)).isEqualTo(1000);
  }
}
