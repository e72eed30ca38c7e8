package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.concurrent.SystemTicker;
import dev.opamp.javaagent.concurrent.Ticker;
import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.owntelemetry.ProcessStatus;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets the start of an application go first. Loading and building the agent takes half a second of
 * a processor: where the application needs all of them, it would be ready that much later, and
 * where it leaves one free, nothing is gained by waiting.
 *
 * <p>It ends when the processors have some room, when an application waits for the agent, or when
 * the time is over. Where a process cannot see what it uses, it ends at once.
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

  /** The first look alone falls into the start of the JVM, which keeps one processor busy. */
  private static final int LOOKS = 2;

  private final Duration limit;
  private final Ticker ticker;
  private final Supplier<@Nullable Double> usedSeconds;
  private final double processors;

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
    ProcessStatus status = new ProcessStatus(Paths.get("/proc/self"));
    return new StartDelay(
        limit,
        new SystemTicker(),
        status::cpuSeconds,
        new CpuQuota(Paths.get("/sys/fs/cgroup"))
            .limit(Runtime.getRuntime().availableProcessors()));
  }

  /** Waits; on the agent's own thread, before it does anything that takes time. */
  void await(Applications applications) {
    Look first = limit.isZero() ? null : look();
    if (first == null) {
      return;
    }
    try {
      stepBack(first, applications);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    long millis = Duration.ofNanos(ticker.nanos() - first.nanos).toMillis();
    LOG.debug("the application's start went first for " + millis + " ms");
  }

  private void stepBack(Look first, Applications applications) throws InterruptedException {
    Look last = first;
    int free = 0;
    while (free < LOOKS) {
      long left = limit.minusNanos(last.nanos - first.nanos).toMillis();
      if (left <= 0 || applications.await(Math.min(LOOK_MILLIS, left))) {
        return;
      }
      Look next = look();
      if (next == null) {
        return;
      }
      free = isBusy(last, next) ? 0 : free + 1;
      last = next;
    }
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
