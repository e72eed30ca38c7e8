package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.management.ThreadMXBean;
import dev.opamp.javaagent.Fuzzed;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;

/**
 * What a server sends after the upgrade. An input is one byte, how many bytes arrive at a time, and
 * the stream; the rest of the input is taken for the payload of one whole frame as well.
 */
@Fuzzed
@Tag("RB-01")
@Tag("RB-02")
@Tag("RB-04")
class FrameDecodingFuzzTest {

  private static final int LIMIT = 8 * 1024;
  private static final byte[] GOOD = Messages.framed(0, Messages.config("good", "a: 1"));
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Buffers of the reader, and what instrumentation and the JVM do behind our back. */
  private static final long FIXED_COST = 4 * 1024 * 1024;

  private static final long COST_PER_BYTE = 512;

  @FuzzTest
  void frames(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    checkStream(input);
    checkPayload(input);
  }

  private static void checkStream(byte[] input) throws IOException {
    long most = FIXED_COST + COST_PER_BYTE * input.length;
    long allocated = Long.MAX_VALUE;
    // Classes loaded, and instrumented, on the way cost memory as well, but only once.
    for (int i = 0; i < 3 && allocated > most; i++) {
      RecordingSink sink = new RecordingSink();
      long before = THREADS.getCurrentThreadAllocatedBytes();
      receiver(sink).readAll(new Trickle(input), liveness());
      allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      checkEvents(sink, input.length);
    }
    assertThat(allocated).isLessThanOrEqualTo(most);
  }

  private static void checkEvents(RecordingSink sink, int streamed) {
    assertThat(sink.broken).isLessThanOrEqualTo(1);
    assertThat(sink.eventsAfterBroken).isZero();
    assertThat(sink.payloads).allSatisfy(payload -> assertThat(payload).hasSizeBetween(0, LIMIT));
    assertThat(sink.payloads.stream().mapToInt(payload -> payload.length).sum())
        .isLessThanOrEqualTo(streamed);
  }

  /** One whole message is one event, and the good one after it is another. */
  private static void checkPayload(byte[] input) throws IOException {
    RecordingSink sink = new RecordingSink();
    boolean fits = input.length <= LIMIT;
    InputStream stream =
        new SequenceInputStream(
            new ByteArrayInputStream(frame(input)), new ByteArrayInputStream(frame(GOOD)));
    receiver(sink).readAll(stream, liveness());
    assertThat(sink.payloads).hasSize(fits ? 2 : 0);
    assertThat(sink.broken).isEqualTo(fits ? 0 : 1);
    RecordingTransportListener listener = new RecordingTransportListener();
    InboundMessages inbound = new InboundMessages(new EpochEvents(1, listener));
    for (byte[] payload : sink.payloads) {
      inbound.accept(true, ByteBuffer.wrap(payload));
    }
    List<Object> messages = new ArrayList<>();
    listener.all.stream()
        .filter(e -> e.kind().equals("message"))
        .forEach(e -> messages.add(e.detail()));
    assertThat(listener.all).hasSameSizeAs(sink.payloads);
    if (fits) {
      assertThat(messages.get(messages.size() - 1)).isEqualTo(Messages.config("good", "a: 1"));
      assertThat(messages).hasSize(isMessage(input) ? 2 : 1);
    }
  }

  /** The rule in other words: zero in up to ten bytes of a varint, then protobuf. */
  private static boolean isMessage(byte[] payload) {
    int header = 0;
    while (header < payload.length && payload[header] == (byte) 0x80) {
      header++;
    }
    if (header >= payload.length || header > 9 || payload[header] != 0) {
      return false;
    }
    try {
      ServerToAgent.parser().parseFrom(payload, header + 1, payload.length - header - 1);
      return true;
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  private static FrameReceiver receiver(FrameReceiver.Sink sink) {
    return new FrameReceiver(new OpampDraft(LIMIT), LIMIT, sink);
  }

  private static Liveness liveness() {
    URI endpoint = URI.create("ws://localhost/");
    return new Liveness(WebSocketLimits.of(ConnectionSettings.builder(endpoint).build()), () -> 0);
  }

  private static byte[] frame(byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(10 + payload.length).put((byte) 0x82);
    if (payload.length < 126) {
      frame.put((byte) payload.length);
    } else if (payload.length <= 0xffff) {
      frame.put((byte) 126).putShort((short) payload.length);
    } else {
      frame.put((byte) 127).putLong(payload.length);
    }
    frame.put(payload).flip();
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }

  /** All but the first byte, so many at a time. */
  private static final class Trickle extends ByteArrayInputStream {
    private final int most;

    Trickle(byte[] input) {
      super(input, 1, input.length - 1);
      this.most = 1 + (input[0] & 0xff);
    }

    @Override
    public synchronized int read(byte[] buffer, int offset, int length) {
      return super.read(buffer, offset, Math.min(most, length));
    }
  }

  private static final class RecordingSink implements FrameReceiver.Sink {
    final List<byte[]> payloads = new ArrayList<>();
    int broken;
    int eventsAfterBroken;

    @Override
    public void onMessage(boolean binary, ByteBuffer payload) {
      event();
      byte[] bytes = new byte[payload.remaining()];
      payload.get(bytes);
      payloads.add(bytes);
    }

    @Override
    public void onPing(ByteBuffer payload) {
      event();
      assertThat(payload.remaining()).isLessThanOrEqualTo(125);
      assertThat(new OpampDraft(LIMIT).pongFrame(payload).remaining()).isPositive();
    }

    @Override
    public void onClose(int code, String reason) {
      event();
      checkText(reason);
      assertThat(new OpampDraft(LIMIT).closeFrame(code, "").remaining()).isPositive();
    }

    @Override
    public void onBroken(int code, String reason) {
      broken++;
      checkText(reason);
      assertThat(code).isIn(1002, 1007, 1009);
      assertThat(new OpampDraft(LIMIT).closeFrame(code, reason).remaining()).isPositive();
    }

    private void event() {
      eventsAfterBroken += broken;
    }

    private static void checkText(String text) {
      assertThat(text).matches("[\\x20-\\x7e]{0,303}");
    }
  }
}
