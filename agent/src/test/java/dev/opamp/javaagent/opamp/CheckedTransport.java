package dev.opamp.javaagent.opamp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import java.util.ArrayList;
import java.util.List;

/**
 * A transport that holds the session to what it may ask of one: one connection at a time, sending
 * only while it is open, one exchange at a time over HTTP, numbers without a gap, one farewell.
 */
final class CheckedTransport implements OpampTransport {

  private enum Phase {
    CLOSED,
    CONNECTING,
    OPEN,
    LEAVING,
    SHUT_DOWN
  }

  private final int maxBytes;
  private final List<AgentToServer> sent = new ArrayList<>();
  private TransportListener listener;
  private boolean halfDuplex;
  private Phase phase = Phase.SHUT_DOWN;
  private Made newest;
  private long epoch;
  private int connects;
  private boolean unanswered;
  private boolean mayRepeat;
  private boolean used;
  private boolean moved;
  private boolean repeated;
  private boolean stopping;
  private AssertionError violation;

  CheckedTransport(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** The next transport, perhaps of another kind; the one before is of no use any more. */
  OpampTransport next(boolean isHalfDuplex, TransportListener events) {
    guarded(() -> assertThat(phase).as("nothing is open").isIn(Phase.SHUT_DOWN, Phase.CLOSED));
    moved = newest != null;
    halfDuplex = isHalfDuplex;
    listener = events;
    phase = Phase.CLOSED;
    newest = new Made(isHalfDuplex);
    return newest;
  }

  /** One of the transports there have been; all are held to the same rules together. */
  private final class Made implements OpampTransport {
    private final boolean kind;
    private boolean released;

    private Made(boolean kind) {
      this.kind = kind;
    }

    @Override
    public boolean isHalfDuplex() {
      return kind;
    }

    @Override
    public void connect(long newEpoch) {
      inUse();
      CheckedTransport.this.connect(newEpoch);
    }

    @Override
    public void send(long ofEpoch, AgentToServer message) {
      inUse();
      CheckedTransport.this.send(ofEpoch, message);
    }

    @Override
    public void disconnect(long ofEpoch, AgentToServer farewell) {
      inUse();
      CheckedTransport.this.disconnect(ofEpoch, farewell);
    }

    @Override
    public void abort(long ofEpoch, int closeCode, String reason) {
      inUse();
      CheckedTransport.this.abort(ofEpoch, closeCode, reason);
    }

    @Override
    public void shutdown() {
      guarded(() -> assertThat(released).as("released twice").isFalse());
      released = true;
      if (newest == this) {
        CheckedTransport.this.shutdown();
      }
    }

    private void inUse() {
      guarded(() -> assertThat(newest == this && !released).as("the one in use").isTrue());
    }
  }

  /** From now on there may be a farewell, and nothing else. */
  void stopping() {
    stopping = true;
  }

  List<AgentToServer> sent() {
    return sent;
  }

  int connects() {
    return connects;
  }

  boolean isShutDown() {
    return phase == Phase.SHUT_DOWN;
  }

  @Override
  public boolean isHalfDuplex() {
    return halfDuplex;
  }

  @Override
  public void connect(long newEpoch) {
    guarded(
        () -> {
          assertThat(phase).as("one connection at a time").isEqualTo(Phase.CLOSED);
          assertThat(newEpoch).isGreaterThan(epoch);
          assertThat(stopping).as("a connection after the end").isFalse();
          epoch = newEpoch;
          phase = Phase.CONNECTING;
          used = false;
          unanswered = false;
          connects++;
        });
  }

  @Override
  public void send(long ofEpoch, AgentToServer message) {
    guarded(
        () -> {
          assertThat(phase).isEqualTo(Phase.OPEN);
          assertThat(stopping).as("a message after the end").isFalse();
          assertThat(message.hasAgentDisconnect()).isFalse();
          assertThat(halfDuplex && unanswered).as("a second exchange at a time").isFalse();
          check(ofEpoch, message);
          unanswered = true;
        });
  }

  @Override
  public void disconnect(long ofEpoch, AgentToServer farewell) {
    guarded(
        () -> {
          assertThat(phase).isEqualTo(Phase.OPEN);
          assertThat(farewell.hasAgentDisconnect()).isTrue();
          check(ofEpoch, farewell);
          phase = Phase.LEAVING;
        });
  }

  @Override
  public void abort(long ofEpoch, int closeCode, String reason) {
    guarded(
        () -> {
          assertThat(phase).isIn(Phase.CONNECTING, Phase.OPEN, Phase.LEAVING);
          assertThat(ofEpoch).isEqualTo(epoch);
          ended();
        });
  }

  @Override
  public void shutdown() {
    guarded(
        () -> {
          assertThat(phase).isEqualTo(Phase.CLOSED);
          phase = Phase.SHUT_DOWN;
        });
  }

  /** The session contains what a transport throws, so it is kept for {@link #verify}. */
  private void guarded(Runnable call) {
    try {
      call.run();
    } catch (AssertionError e) {
      violation = violation == null ? e : violation;
    }
  }

  /** Fails if the session broke a rule. */
  void verify() {
    if (violation != null) {
      throw violation;
    }
  }

  private void check(long ofEpoch, AgentToServer message) {
    assertThat(ofEpoch).isEqualTo(epoch);
    assertThat(message.getInstanceUid().size()).isEqualTo(16);
    assertThat(message.getCapabilities() & Capabilities.REPORTS_STATUS).isNotZero();
    assertThat(message.getSerializedSize()).isLessThanOrEqualTo(maxBytes);
    if (!sent.isEmpty()) {
      AgentToServer last = sent.get(sent.size() - 1);
      // After a move it cannot be told here which of the transports the last one was for.
      repeated = (mayRepeat || moved) && message.equals(last);
      assertThat(message.getSequenceNum()).isEqualTo(last.getSequenceNum() + (repeated ? 0 : 1));
    }
    mayRepeat = false;
    used = true;
    sent.add(message);
  }

  /** The network: a connection comes to be, if one was asked for. */
  void connected() {
    if (phase == Phase.CONNECTING) {
      phase = Phase.OPEN;
      listener.onConnected(epoch);
    }
  }

  /** The server speaks, if it can: over HTTP only when asked. */
  void message(ServerToAgent message) {
    if (mayHear()) {
      unanswered = false;
      listener.onDelivered(epoch);
      listener.onMessage(epoch, message);
    }
  }

  void malformed() {
    if (mayHear()) {
      listener.onMalformed(epoch, "fuzzed");
    }
  }

  /** The last message turns out to be too large; it never was on the wire, this time or before. */
  void oversize() {
    if (phase == Phase.OPEN && unanswered && !repeated) {
      unanswered = false;
      AgentToServer dropped = sent.remove(sent.size() - 1);
      listener.onOversize(epoch, dropped.getSerializedSize());
    }
  }

  void closed(CloseCause cause) {
    if (phase != Phase.CLOSED && phase != Phase.SHUT_DOWN) {
      ended();
      listener.onClosed(epoch, cause);
    }
  }

  /** Something late, from a connection that is no more. */
  void late(ServerToAgent message) {
    if (epoch > 0) {
      listener.onMessage(epoch - 1, message);
      listener.onClosed(epoch - 1, new CloseCause(CloseCause.Kind.NETWORK, 0, "late", null));
    }
  }

  private boolean mayHear() {
    return (phase == Phase.OPEN || phase == Phase.LEAVING) && (!halfDuplex || unanswered);
  }

  private void ended() {
    // A failed exchange may be tried again with the same message, also after an error for answer,
    // and after connections in between over which nothing was sent.
    mayRepeat = used ? halfDuplex : mayRepeat;
    phase = Phase.CLOSED;
    unanswered = false;
  }
}
