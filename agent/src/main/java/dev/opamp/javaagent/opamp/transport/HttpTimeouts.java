package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.settings.ConnectionSettings;
import java.time.Duration;

/** Times kept by the polling transport. Immutable. */
final class HttpTimeouts {

  private final Duration exchange;
  private final Duration outstanding;
  private final Duration farewell;

  /**
   * @param exchange one request with its whole answer
   * @param outstanding how long an unanswered request is awaited before the farewell
   * @param farewell the farewell request with its answer
   */
  HttpTimeouts(Duration exchange, Duration outstanding, Duration farewell) {
    this.exchange = exchange;
    this.outstanding = outstanding;
    this.farewell = farewell;
  }

  static HttpTimeouts of(ConnectionSettings settings) {
    return new HttpTimeouts(
        settings.requestTimeout(), Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  Duration exchange() {
    return exchange;
  }

  Duration outstanding() {
    return outstanding;
  }

  Duration farewell() {
    return farewell;
  }
}
