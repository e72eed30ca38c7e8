package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.settings.ConnectionSettings;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameReceiverTest {

  private static final int FRAGMENT = 1024 * 1024;
  private static final int FRAGMENTS = 48;

  @Test
  void memoryOfALargeFragmentedMessageIsFreed() throws Exception {
    WebSocketLimits limits =
        WebSocketLimits.of(ConnectionSettings.builder(URI.create("ws://h/")).build());
    CountingSink sink = new CountingSink();
    FrameReceiver receiver =
        new FrameReceiver(new OpampDraft(limits.maxMessageSize()), limits.maxMessageSize(), sink);

    long before = usedAfterCollection();
    receiver.readAll(fragmentedMessage(), new Liveness(limits, System::nanoTime));
    long kept = usedAfterCollection() - before;

    assertThat(sink.sizes).containsExactly(FRAGMENT * FRAGMENTS);
    assertThat(kept).isLessThan(FRAGMENT * FRAGMENTS / 2);
    receiver.readAll(InputStream.nullInputStream(), new Liveness(limits, System::nanoTime));
  }

  private static InputStream fragmentedMessage() {
    byte[] payload = new byte[FRAGMENT];
    List<InputStream> parts = new ArrayList<>();
    for (int i = 0; i < FRAGMENTS; i++) {
      int fin = i == FRAGMENTS - 1 ? 0x80 : 0;
      int opcode = i == 0 ? 2 : 0;
      ByteBuffer head = ByteBuffer.allocate(10);
      head.put((byte) (fin | opcode)).put((byte) 127).putLong(FRAGMENT);
      parts.add(new ByteArrayInputStream(head.array()));
      parts.add(new ByteArrayInputStream(payload));
    }
    return new SequenceInputStream(Collections.enumeration(parts));
  }

  private static long usedAfterCollection() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static final class CountingSink implements FrameReceiver.Sink {
    final List<Integer> sizes = new ArrayList<>();

    @Override
    public void onMessage(boolean binary, ByteBuffer payload) {
      sizes.add(payload.remaining());
    }

    @Override
    public void onPing(ByteBuffer payload) {
      throw new AssertionError("no ping was sent");
    }

    @Override
    public void onClose(int code, String reason) {
      throw new AssertionError("no close was sent");
    }

    @Override
    public void onBroken(int code, String reason) {
      throw new AssertionError(reason);
    }
  }
}
