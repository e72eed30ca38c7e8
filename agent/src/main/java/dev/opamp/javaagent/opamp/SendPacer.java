package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.concurrent.Ticker;
import java.time.Duration;

/**
 * How long a message waits, so that flapping values and servers that ask for everything all the
 * time cost a bounded number of messages. Changes are merged for a moment, then let through at one
 * per second after a burst; full reports come ever more slowly until the server is content.
 */
final class SendPacer {

  private static final Duration MERGE = Duration.ofMillis(50);
  private static final int BURST = 5;
  private static final Duration PER_MESSAGE = Duration.ofSeconds(1);
  private static final long FULL_MIN_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long FULL_MAX_NANOS = Duration.ofSeconds(30).toNanos();
  private static final long FULL_FORGIVEN_NANOS = Duration.ofSeconds(60).toNanos();

  private final Ticker ticker;
  private final TokenBucket messages;
  private long fullGapNanos = FULL_MIN_NANOS;
  private long nextFullAt;
  private boolean fullDue;

  SendPacer(Ticker ticker) {
    this.ticker = ticker;
    this.messages = new TokenBucket(ticker, BURST, PER_MESSAGE);
    this.nextFullAt = ticker.nanos();
  }

  /** A part changed; returns how long to wait for more of it. */
  Duration untilChange() {
    return longer(MERGE, messages.untilNext());
  }

  /** A full report is due; returns how long it has to wait. */
  Duration untilFullReport() {
    fullDue = true;
    long wait = nextFullAt - ticker.nanos();
    if (wait < -FULL_FORGIVEN_NANOS) {
      fullGapNanos = FULL_MIN_NANOS;
    }
    return longer(untilChange(), Duration.ofNanos(Math.max(0, wait)));
  }

  /** A message with what was due is on its way. */
  void sent() {
    messages.take();
    if (fullDue) {
      fullDue = false;
      nextFullAt = ticker.nanos() + fullGapNanos;
      fullGapNanos = Math.min(FULL_MAX_NANOS, fullGapNanos * 2);
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }
}
