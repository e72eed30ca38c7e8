package dev.opamp.javaagent.opamp;

import java.time.Duration;

/** Time limits of a session. Immutable; the defaults suit production. */
public final class SessionTimings {

  private static final SessionTimings DEFAULTS =
      new SessionTimings(Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofSeconds(2));

  private final Duration response;
  private final Duration proof;
  private final Duration closing;

  /**
   * @param response how long the first report of a connection may stay without any answer
   * @param proof how long a connection has to live after its first answer to count as working
   * @param closing how long a farewell and the closing of its connection may take
   */
  public SessionTimings(Duration response, Duration proof, Duration closing) {
    this.response = response;
    this.proof = proof;
    this.closing = closing;
  }

  public static SessionTimings defaults() {
    return DEFAULTS;
  }

  Duration response() {
    return response;
  }

  Duration proof() {
    return proof;
  }

  Duration closing() {
    return closing;
  }
}
