package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.settings.ConnectionSettings;
import java.time.Duration;

/** Times and sizes kept by a WebSocket connection. Immutable. */
final class WebSocketLimits {

  private final int maxMessageSize;
  private final Duration opening;
  private final Duration pingInterval;
  private final Duration pongTimeout;
  private final Duration writeTimeout;
  private final Duration closing;

  /**
   * @param maxMessageSize bytes of header and data, in both directions; positive
   * @param opening from the name look-up to the answered upgrade
   * @param pingInterval time between pings
   * @param pongTimeout how long a peer may stay silent after a ping
   * @param writeTimeout how long a write may make no progress
   * @param closing how long the closing handshake may take
   */
  WebSocketLimits(
      int maxMessageSize,
      Duration opening,
      Duration pingInterval,
      Duration pongTimeout,
      Duration writeTimeout,
      Duration closing) {
    this.maxMessageSize = maxMessageSize;
    this.opening = opening;
    this.pingInterval = pingInterval;
    this.pongTimeout = pongTimeout;
    this.writeTimeout = writeTimeout;
    this.closing = closing;
  }

  static WebSocketLimits of(ConnectionSettings settings) {
    return new WebSocketLimits(
        settings.maxMessageSize(),
        settings.connectTimeout(),
        Duration.ofSeconds(20),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofSeconds(2));
  }

  int maxMessageSize() {
    return maxMessageSize;
  }

  /** Bytes of one received message; fewer on a small heap. */
  int maxReceivedSize() {
    return InboundLimit.of(maxMessageSize);
  }

  Duration opening() {
    return opening;
  }

  Duration pingInterval() {
    return pingInterval;
  }

  Duration pongTimeout() {
    return pongTimeout;
  }

  Duration writeTimeout() {
    return writeTimeout;
  }

  Duration closing() {
    return closing;
  }
}
