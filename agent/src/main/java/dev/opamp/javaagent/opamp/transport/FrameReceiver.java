package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.net.OneLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.java_websocket.enums.Opcode;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.LimitExceededException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.jspecify.annotations.Nullable;

/**
 * Turns received bytes into whole messages and control events. Fragments are counted as they
 * arrive, so that no more than the limit is ever kept. Used by one thread.
 */
final class FrameReceiver {

  /** What a frame means for the connection. */
  interface Sink {
    /** A whole message; OpAMP knows only binary ones. */
    void onMessage(boolean binary, ByteBuffer payload);

    void onPing(ByteBuffer payload);

    void onClose(int code, String reason);

    /**
     * The stream breaks RFC 6455 or a limit; nothing after this is looked at.
     *
     * @param code close code to answer with: 1002, 1007 or 1009
     */
    void onBroken(int code, String reason);
  }

  private static final int READ_BYTES = 16 * 1024;

  private final OpampDraft draft;
  private final FrameAssembler frames;
  private final int maxMessageSize;
  private final Sink sink;
  private ByteArrayOutputStream fragments = new ByteArrayOutputStream();
  private @Nullable Opcode fragmented;

  FrameReceiver(OpampDraft draft, int maxMessageSize, Sink sink) {
    this.draft = draft;
    this.frames = new FrameAssembler(maxMessageSize);
    this.maxMessageSize = maxMessageSize;
    this.sink = sink;
  }

  /** Reads until the peer ends the stream. */
  void readAll(InputStream in, Liveness liveness) throws IOException {
    byte[] buffer = new byte[READ_BYTES];
    boolean readable = true;
    int count;
    while ((count = in.read(buffer)) >= 0) {
      liveness.received();
      try {
        if (readable) {
          accept(ByteBuffer.wrap(buffer, 0, count));
        }
      } catch (InvalidDataException e) {
        // Reading on, without looking, keeps TCP from resetting before our Close is seen.
        readable = false;
        sink.onBroken(e.getCloseCode(), OneLine.of(e.getMessage()));
      }
    }
  }

  private void accept(ByteBuffer bytes) throws InvalidDataException {
    try {
      ByteBuffer whole;
      while ((whole = frames.next(bytes)) != null) {
        for (Framedata frame : draft.translateFrame(whole)) {
          accept(frame);
        }
      }
    } catch (RuntimeException e) {
      throw new InvalidDataException(CloseFrame.PROTOCOL_ERROR, "unreadable frame", e);
    }
  }

  private void accept(Framedata frame) throws InvalidDataException {
    switch (frame.getOpcode()) {
      case PING:
        sink.onPing(frame.getPayloadData());
        break;
      case PONG:
        break;
      case CLOSING:
        CloseFrame close = (CloseFrame) frame;
        sink.onClose(close.getCloseCode(), OneLine.of(close.getMessage()));
        break;
      default:
        acceptData(frame);
    }
  }

  private void acceptData(Framedata frame) throws InvalidDataException {
    boolean continues = frame.getOpcode() == Opcode.CONTINUOUS;
    if (continues != (fragmented != null)) {
      throw new InvalidDataException(CloseFrame.PROTOCOL_ERROR, "fragments out of order");
    }
    if (frame.isFin() && !continues) {
      sink.onMessage(frame.getOpcode() == Opcode.BINARY, frame.getPayloadData());
      return;
    }
    fragmented = continues ? fragmented : frame.getOpcode();
    append(frame.getPayloadData());
    if (frame.isFin()) {
      boolean binary = fragmented == Opcode.BINARY;
      fragmented = null;
      ByteBuffer whole = ByteBuffer.wrap(fragments.toByteArray());
      // Not reset(): it would keep the memory of the largest message for as long as we are
      // connected.
      fragments = new ByteArrayOutputStream();
      sink.onMessage(binary, whole);
    }
  }

  private void append(ByteBuffer payload) throws LimitExceededException {
    if (payload.remaining() > maxMessageSize - fragments.size()) {
      throw new LimitExceededException("fragments exceed the limit", maxMessageSize);
    }
    fragments.write(
        payload.array(), payload.arrayOffset() + payload.position(), payload.remaining());
  }
}
