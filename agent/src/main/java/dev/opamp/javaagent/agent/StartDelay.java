package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.concurrent.SystemTicker;
import dev.opamp.javaagent.concurrent.Ticker;
import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.owntelemetry.ProcessStatus;
import java.io.File;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets the start of an application go first. Loading and building the agent takes a quarter of a
 * second of a processor: where the application needs all of them, it would be ready that much
 * later, and where it leaves one free, nothing is gained by waiting.
 *
 * <p>The agent itself begins when the processors have some room, when an application waits for it,
 * or when the time is over. What nobody waits for then, its {@linkplain RestOfStart rest}, begins
 * when the processors have room, or after {@link #REST_LIMIT}. Where a process cannot see what it
 * uses, all begins at once.
 *
 * <p>For one thread at a time.
 */
final class StartDelay {

  /** How an application that waits for the agent is waited for. */
  interface Applications {

    /** Returns whether one waits, after that time at the latest. */
    boolean await(long millis) throws InterruptedException;
  }

  private static final AgentLogger LOG = AgentLogger.get("agent");

  /**
   * Of the processors that the process may use. On two of them one busy thread is enough: they are
   * often the two halves of one core, and the compiler is shared in any case.
   */
  private static final double BUSY = 1 / 3.0;

  /** Processor time is counted in steps of 10 ms. */
  private static final long LOOK_MILLIS = 150;

  /** Looks at a shorter time say nothing. */
  private static final long SHORTEST_LOOK_NANOS = 100_000_000;

  /** The first look alone falls into the start of the JVM, which keeps one processor busy. */
  private static final int LOOKS = 2;

  /**
   * Longest time that the rest waits, from the same moment on as the agent itself. Connection
   * settings wait with it, whose outcome the server is told within 20 s (ConnectionOffers).
   */
  static final Duration REST_LIMIT = Duration.ofSeconds(10);

  private final Duration limit;
  private final Ticker ticker;
  private final Supplier<@Nullable Double> usedSeconds;
  private final double processors;
  private @Nullable Look first;

  /** Null when there is nothing to wait for, or no more. */
  private @Nullable Look last;

  private int free;

  /**
   * @param limit longest wait
   * @param usedSeconds processor time of the process so far, null where that is not to be had
   * @param processors how many processors the process may use
   */
  StartDelay(
      Duration limit, Ticker ticker, Supplier<@Nullable Double> usedSeconds, double processors) {
    this.limit = limit;
    this.ticker = ticker;
    this.usedSeconds = usedSeconds;
    this.processors = processors;
  }

  static StartDelay ofThisProcess(Duration limit) {
    ProcessStatus status = new ProcessStatus(new File("/proc/self"));
    return new StartDelay(
        limit,
        new SystemTicker(),
        status::cpuSeconds,
        new CpuQuota(new File("/sys/fs/cgroup")).limit(Runtime.getRuntime().availableProcessors()));
  }

  /** Waits; on the agent's own thread, before it does anything that takes time. */
  void await(Applications applications) {
    first = limit.isZero() ? null : look();
    last = first;
    if (first == null) {
      return;
    }
    try {
      stepBack(applications);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    LOG.debug("the application's start went first for " + passed().toMillis() + " ms");
  }

  private void stepBack(Applications applications) throws InterruptedException {
    while (last != null) {
      long left = limit.minus(passed()).toMillis();
      if (left <= 0 || applications.await(Math.min(LOOK_MILLIS, left))) {
        return;
      }
      lookAgain();
    }
  }

  /** Looks, and returns whether the rest need wait no longer. To be asked now and then. */
  boolean isOver() {
    if (last != null) {
      lookAgain();
    }
    return last == null || passed().compareTo(REST_LIMIT) >= 0;
  }

  private void lookAgain() {
    Look before = last;
    Look now = look();
    if (before == null || now == null) {
      last = null;
      return;
    }
    if (now.nanos - before.nanos >= SHORTEST_LOOK_NANOS) {
      free = isBusy(before, now) ? 0 : free + 1;
      last = free < LOOKS ? now : null;
    }
  }

  private Duration passed() {
    Look begin = first;
    return begin == null ? Duration.ZERO : Duration.ofNanos(ticker.nanos() - begin.nanos);
  }

  private @Nullable Look look() {
    Double seconds = usedSeconds.get();
    return seconds == null ? null : new Look(ticker.nanos(), seconds);
  }

  private boolean isBusy(Look last, Look next) {
    double used = (next.usedSeconds - last.usedSeconds) * 1e9;
    return used > BUSY * processors * (next.nanos - last.nanos);
  }

  /** What the process had used at a time. */
  private static final class Look {
    final long nanos;
    final double usedSeconds;

    Look(long nanos, double usedSeconds) {
      this.nanos = nanos;
      this.usedSeconds = usedSeconds;
    }
  }
}
