package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.opamp.CloseCause;
import dev.opamp.javaagent.opamp.TransportListener;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;

/**
 * The events of one epoch: nothing after {@code onClosed}, which comes once, and nothing a listener
 * throws reaches the transport.
 */
final class EpochEvents {

  private static final AgentLogger LOG = AgentLogger.get(EpochEvents.class);

  private final long epoch;
  private final TransportListener listener;
  private boolean closed;

  EpochEvents(long epoch, TransportListener listener) {
    this.epoch = epoch;
    this.listener = listener;
  }

  long epoch() {
    return epoch;
  }

  void connected() {
    fire(() -> listener.onConnected(epoch));
  }

  void delivered() {
    fire(() -> listener.onDelivered(epoch));
  }

  void message(ServerToAgent message) {
    fire(() -> listener.onMessage(epoch, message));
  }

  void malformed(String reason) {
    fire(() -> listener.onMalformed(epoch, reason));
  }

  void oversize(int bytes) {
    fire(() -> listener.onOversize(epoch, bytes));
  }

  synchronized void closed(CloseCause cause) {
    fire(() -> listener.onClosed(epoch, cause));
    closed = true;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Holding the lock keeps events of several threads in order; listeners only enqueue. */
  private synchronized void fire(Runnable event) {
    if (closed) {
      return;
    }
    try {
      event.run();
    } catch (Throwable failure) {
      LOG.error("A transport event was not handled", failure);
    }
  }
}
