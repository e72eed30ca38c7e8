package dev.opamp.javaagent.config;

import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.concurrent.Ticker;
import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.opamp.RemoteConfigOffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Hands offers to the apply thread: only ever the newest, and no two within the minimum gap. */
final class OfferInbox {

  private static final AgentLogger LOGGER = AgentLogger.get(OfferInbox.class);

  /** So many offers replaced by newer ones while one gap passed are worth a warning. */
  private static final int FLAPPING = 5;

  private final SerialExecutor executor;
  private final Ticker ticker;
  private final long gapNanos;
  private final Handler handler;
  private final AtomicReference<Received> newest = new AtomicReference<>();
  private final AtomicInteger superseded = new AtomicInteger();
  private final ApplyTimes times = new ApplyTimes();

  OfferInbox(SerialExecutor executor, Ticker ticker, Duration gap, Handler handler) {
    this.executor = executor;
    this.ticker = ticker;
    this.gapNanos = gap.toNanos();
    this.handler = handler;
  }

  /** Thread-safe; returns at once. */
  void put(RemoteConfigOffer offer) {
    if (newest.getAndSet(new Received(offer, ticker.nanos())) != null) {
      superseded.incrementAndGet();
    }
    executor.execute(this::take);
  }

  private void take() {
    if (times.waiting || newest.get() == null) {
      return;
    }
    long now = ticker.nanos();
    long left = times.any ? gapNanos - (now - times.last) : 0;
    if (left > 0) {
      times.waiting = true;
      executor.schedule(this::takeLater, Duration.ofNanos(left));
      return;
    }
    times.any = true;
    times.last = now;
    int dropped = superseded.getAndSet(0);
    if (dropped >= FLAPPING) {
      LOGGER.warn("the server changes its mind: " + dropped + " offers replaced before their turn");
    }
    Received received = newest.getAndSet(null);
    if (received != null) {
      handler.handle(received.offer, received.atNanos);
    }
  }

  private void takeLater() {
    times.waiting = false;
    take();
  }

  /** Takes an offer up. */
  interface Handler {
    /**
     * Takes one up.
     *
     * @param arrived when the offer came, by the ticker
     */
    void handle(RemoteConfigOffer offer, long arrived);
  }

  private static final class Received {
    final RemoteConfigOffer offer;
    final long atNanos;

    Received(RemoteConfigOffer offer, long atNanos) {
      this.offer = offer;
      this.atNanos = atNanos;
    }
  }

  /** Touched by the apply thread only. */
  private static final class ApplyTimes {
    boolean any;
    boolean waiting;
    long last;
  }
}
