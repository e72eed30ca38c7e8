package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.net.OneLine;
import dev.opamp.javaagent.opamp.CloseCause;
import dev.opamp.javaagent.opamp.CloseCause.Kind;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.java_websocket.framing.CloseFrame;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket connection of one epoch: a thread that dials and then reads, a thread that writes.
 *
 * <p>{@code OPENING -> OPEN -> CLOSING -> ENDED}; every phase may go straight to {@code ENDED}. The
 * cause under which {@code CLOSING} began is the one reported.
 */
final class WebSocketConnection implements FrameReceiver.Sink {

  private enum Phase {
    OPENING,
    OPEN,
    CLOSING,
    ENDED
  }

  private static final Duration ABORTING = Duration.ofMillis(500);

  private final Dialer dialer;
  private final WebSocketLimits limits;
  private final EpochEvents events;
  private final TransportTimer timer;
  private final OpampDraft draft;
  private final Liveness liveness;
  private final InboundMessages inbound;
  private final Releases releases = new Releases();

  private Phase phase = Phase.OPENING;
  private @Nullable CloseCause closing;
  private @Nullable FrameWriter writer;

  WebSocketConnection(
      Dialer dialer, WebSocketLimits limits, EpochEvents events, TransportTimer timer) {
    this.dialer = dialer;
    this.limits = limits;
    this.events = events;
    this.timer = timer;
    this.draft = new OpampDraft(limits.maxReceivedSize());
    this.liveness = new Liveness(limits, System::nanoTime);
    this.inbound = new InboundMessages(events);
  }

  long epoch() {
    return events.epoch();
  }

  void start() {
    releases.add(timer.after(limits.opening(), this::openingTimedOut));
    TransportThreads.start("ws-reader", this::run);
  }

  void send(AgentToServer message) {
    int bytes = MessageCodec.sizeOf(message);
    if (bytes > limits.maxMessageSize()) {
      events.oversize(bytes);
      return;
    }
    FrameWriter open = openWriter();
    if (open != null
        && !open.offer(draft.frameOf(MessageCodec.encode(message)), events::delivered)) {
      end(new CloseCause(Kind.NETWORK, 0, "the server does not read what is sent", null));
    }
  }

  /** Farewell, Close 1000, then the server's Close, all within the closing time. */
  void disconnect(AgentToServer farewell) {
    FrameWriter open = openWriter();
    if (open != null && MessageCodec.sizeOf(farewell) <= limits.maxMessageSize()) {
      open.offer(draft.frameOf(MessageCodec.encode(farewell)));
    }
    CloseCause cause = new CloseCause(Kind.LOCAL, CloseFrame.NORMAL, "disconnected", null);
    close(cause, draft.closeFrame(CloseFrame.NORMAL, ""), false, limits.closing());
  }

  /** Says why, if the code may be sent, and does not wait for an answer. */
  void abort(int code, String reason) {
    CloseCause cause = new CloseCause(Kind.LOCAL, code, OneLine.of(reason), null);
    FrameWriter open = openWriter();
    if (open == null || !isSendable(code)) {
      end(cause);
      return;
    }
    open.clear();
    close(cause, draft.closeFrame(code, OneLine.of(reason)), true, ABORTING);
  }

  /** Ends the epoch now, under the cause of a closing handshake under way if there is one. */
  void end(CloseCause cause) {
    CloseCause effective;
    FrameWriter last;
    synchronized (this) {
      if (phase == Phase.ENDED) {
        return;
      }
      phase = Phase.ENDED;
      effective = closing == null ? cause : closing;
      last = writer;
    }
    if (last != null) {
      last.stop();
    }
    releases.run();
    events.closed(effective);
  }

  @Override
  public void onMessage(boolean binary, ByteBuffer payload) {
    if (openWriter() != null) {
      inbound.accept(binary, payload);
    }
  }

  @Override
  public void onPing(ByteBuffer payload) {
    FrameWriter open = openWriter();
    if (open != null) {
      // A full queue means a flood that is not read; the pong is then not missed.
      open.offer(draft.pongFrame(payload));
    }
  }

  @Override
  public void onClose(int code, String reason) {
    String text = "the server closed the connection" + (reason.isEmpty() ? "" : ": " + reason);
    CloseCause cause = new CloseCause(Kind.SERVER_CLOSE, code, text, null);
    FrameWriter open = openWriter();
    if (open == null) {
      end(cause);
      return;
    }
    open.clear();
    close(cause, draft.closeFrame(code, ""), true, limits.closing());
  }

  @Override
  public void onBroken(int code, String reason) {
    CloseCause cause = new CloseCause(Kind.PROTOCOL, code, reason, null);
    FrameWriter open = openWriter();
    if (open != null) {
      open.clear();
    }
    close(cause, draft.closeFrame(code, reason), false, limits.closing());
  }

  private void run() {
    try {
      long deadline = System.nanoTime() + limits.opening().toNanos();
      UpgradedSocket socket =
          UpgradedSocket.open(dialer, draft, deadline, tcp -> releases.add(() -> drop(tcp)));
      if (opened(socket)) {
        new FrameReceiver(draft, limits.maxReceivedSize(), this).readAll(socket.in(), liveness);
        end(
            new CloseCause(
                Kind.NETWORK, CloseFrame.ABNORMAL_CLOSE, "the connection was cut", null));
      }
    } catch (Throwable failure) {
      end(FailedConnectionException.causeOf(failure));
    }
  }

  private synchronized boolean opened(UpgradedSocket socket) {
    if (phase != Phase.OPENING) {
      return false;
    }
    phase = Phase.OPEN;
    FrameWriter started =
        new FrameWriter(
            socket.out(), liveness, failure -> end(FailedConnectionException.causeOf(failure)));
    writer = started;
    releases.add(timer.every(limits.pongTimeout().dividedBy(2), this::checkLiveness));
    events.connected();
    return true;
  }

  private void close(CloseCause cause, ByteBuffer frame, boolean endWhenWritten, Duration within) {
    FrameWriter open;
    synchronized (this) {
      open = openWriter();
      if (open != null) {
        phase = Phase.CLOSING;
        closing = cause;
      }
    }
    if (open == null || !open.offer(frame, () -> onCloseWritten(cause, endWhenWritten))) {
      end(cause);
      return;
    }
    releases.add(timer.after(within, () -> end(cause)));
  }

  private void onCloseWritten(CloseCause cause, boolean end) {
    if (end) {
      end(cause);
    }
  }

  private void openingTimedOut() {
    if (isOpening()) {
      end(new CloseCause(Kind.NETWORK, 0, "no connection in time", null));
    }
  }

  private void checkLiveness() {
    String death = liveness.deathCause();
    FrameWriter open = openWriter();
    if (death != null) {
      end(new CloseCause(Kind.NETWORK, CloseFrame.ABNORMAL_CLOSE, death, null));
    } else if (open != null && liveness.isPingDue()) {
      // Noted before the ping is written: the answer may be read before the writer goes on.
      open.offer(ByteBuffer.allocate(0), liveness::pinged);
      open.offer(draft.pingFrame());
    }
  }

  private synchronized boolean isOpening() {
    return phase == Phase.OPENING;
  }

  private synchronized @Nullable FrameWriter openWriter() {
    return phase == Phase.OPEN ? writer : null;
  }

  private static boolean isSendable(int code) {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1011)
        || (code >= 3000 && code <= 4999);
  }

  private static void drop(Socket tcp) {
    try {
      tcp.close();
    } catch (IOException alreadyBroken) {
      // Nothing is left to be done for a socket that cannot even be closed.
    }
  }
}
