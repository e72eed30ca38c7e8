package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.opamp.proto.AgentToServer;

/**
 * Moves messages. One instance serves one endpoint; each connection has an epoch, and events of an
 * epoch other than the newest are dropped by the session.
 *
 * <p>Every method returns at once; results arrive at the {@link TransportListener}. None throws.
 *
 * <p>Plain HTTP has no connection: {@link #connect} reports {@code onConnected} at once, every
 * {@link #send} is one POST whose answer arrives as {@code onMessage}, and a failed exchange ends
 * the epoch with {@code onClosed}.
 */
public interface OpampTransport {

  /** Whether a message must be answered before the next one may be sent (plain HTTP). */
  boolean isHalfDuplex();

  /** Starts a connection; {@code onConnected} or {@code onClosed} follows within a bounded time. */
  void connect(long epoch);

  /**
   * Sends one message. {@code onDelivered} follows when it is on its way (WebSocket: written; HTTP:
   * answered with 200), {@code onClosed} when it could not be sent.
   */
  void send(long epoch, AgentToServer message);

  /**
   * Sends the farewell message if the connection is open, completes the closing handshake within a
   * bounded time, and reports {@code onClosed}.
   */
  void disconnect(long epoch, AgentToServer farewell);

  /** Drops the connection at once, with a WebSocket close code where there is one. */
  void abort(long epoch, int closeCode, String reason);

  /** Releases threads and sockets; afterwards the transport is of no use. */
  void shutdown();
}
