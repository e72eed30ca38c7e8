package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.concurrent.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Tells a dead peer from a quiet one: whatever arrives after a ping proves life, and a write that
 * makes no progress proves death. Methods are called from several threads.
 */
final class Liveness {

  private final long pingInterval;
  private final long pongTimeout;
  private final long writeTimeout;
  private final Ticker ticker;
  private long pingedAt;
  private boolean awaitingLife;
  private boolean writing;
  private long progressAt;

  Liveness(WebSocketLimits limits, Ticker ticker) {
    this.pingInterval = limits.pingInterval().toNanos();
    this.pongTimeout = limits.pongTimeout().toNanos();
    this.writeTimeout = limits.writeTimeout().toNanos();
    this.ticker = ticker;
    this.pingedAt = ticker.nanos();
  }

  synchronized void received() {
    awaitingLife = false;
  }

  synchronized void writing() {
    writing = true;
    progressAt = ticker.nanos();
  }

  synchronized void written() {
    writing = false;
  }

  synchronized void pinged() {
    pingedAt = ticker.nanos();
    awaitingLife = true;
  }

  /** Whether a ping should be sent now; never while a write is under way. */
  synchronized boolean isPingDue() {
    return !writing && !awaitingLife && ticker.nanos() - pingedAt >= pingInterval;
  }

  /** Why the peer is taken for dead; null while it is not. */
  synchronized @Nullable String deathCause() {
    long now = ticker.nanos();
    if (writing) {
      return now - progressAt > writeTimeout ? "a write made no progress in time" : null;
    }
    return awaitingLife && now - pingedAt > pongTimeout ? "no answer to a ping in time" : null;
  }
}
