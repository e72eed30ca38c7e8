package dev.opamp.javaagent.testing.demo;

import dev.opamp.javaagent.testing.sink.SinkStore;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Spans per second of one service, by the time the spans were started. */
final class SpanRate {

  /** Spans travel in batches; those of the window have arrived this long after it. */
  private static final Duration DELIVERY = Duration.ofSeconds(3);

  private final SinkStore store;
  private final String service;

  SpanRate(SinkStore store, String service) {
    this.store = store;
    this.service = service;
  }

  /** Watches for one window from now on. */
  double measure(Duration window) throws InterruptedException {
    Instant from = Instant.now();
    Instant to = from.plus(window);
    try {
      store.await(
          "the end of the window",
          s -> Instant.now().isAfter(to.plus(DELIVERY)),
          window.plus(DELIVERY).plusMillis(200));
    } catch (TimeoutException e) {
      // Nothing arrived at the end of the window: then nothing more is to come.
    }
    return spansStartedBetween(from, to) / (window.toMillis() / 1000.0);
  }

  private long spansStartedBetween(Instant from, Instant to) {
    long fromNanos = nanos(from);
    long toNanos = nanos(to);
    return store.spans().stream()
        .filter(span -> service.equals(span.resource().get("service.name")))
        .mapToLong(span -> span.span().getStartTimeUnixNano())
        .filter(start -> start >= fromNanos && start < toNanos)
        .count();
  }

  private static long nanos(Instant instant) {
    return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
  }
}
