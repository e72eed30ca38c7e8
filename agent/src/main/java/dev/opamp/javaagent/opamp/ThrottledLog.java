package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.concurrent.Ticker;
import dev.opamp.javaagent.log.AgentLogger;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Warns of each kind of fault of the server once in a while, however often it happens. */
final class ThrottledLog {

  private static final Duration QUIET = Duration.ofMinutes(10);
  private static final int MAX_TEXT = 200;

  private final AgentLogger log;
  private final Ticker ticker;
  private final Map<String, TokenBucket> kinds = new HashMap<>();

  ThrottledLog(AgentLogger log, Ticker ticker) {
    this.log = log;
    this.ticker = ticker;
  }

  /**
   * Logs a fault.
   *
   * @param kind one of a fixed set, never text from outside
   * @param detail cut and made one line: it may come from outside
   */
  void warn(String kind, String detail) {
    String message = kind + (detail.isEmpty() ? "" : ": " + printable(detail));
    if (kinds.computeIfAbsent(kind, any -> new TokenBucket(ticker, 1, QUIET)).tryTake()) {
      log.warn(message);
    } else {
      log.debug(message);
    }
  }

  static String printable(String text) {
    String cut = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "…" : text;
    return cut.replaceAll("\\p{Cntrl}", " ");
  }
}
