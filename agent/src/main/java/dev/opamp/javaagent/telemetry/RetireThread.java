package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.log.AgentLogger;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Takes replaced parts out of service, off the threads of the application.
 *
 * <p>A part is flushed at once, but shut down only after a grace period: an application thread that
 * read the reference to it just before the swap may still hand it an item, and that item must be
 * exported. Everything together has a deadline, after which what is left is given up. No thread is
 * held while a part waits; the threads are daemons and end when idle.
 *
 * <p>Only so many pipelines may be on their way out. Whoever retires one more waits until there is
 * room, or else until the oldest has had its grace and a second to deliver, and that one is given
 * up then.
 */
final class RetireThread {

  /** So many pipelines at most have yet to be closed when a change is done. */
  static final int LIMIT = 16;

  private static final AgentLogger LOG = AgentLogger.get(RetireThread.class);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Duration grace;
  private final Duration deadline;
  private final RetireExecutors executors = new RetireExecutors();

  /** The oldest first. */
  private final Set<RetiringPart> retiring = new LinkedHashSet<>();

  private boolean closing;
  private int givenUp;

  /**
   * Creates what retires the parts of one SDK.
   *
   * @param grace how long a replaced part stays usable
   * @param deadline how long flush, grace and shutdown may take together
   */
  RetireThread(Duration grace, Duration deadline) {
    this.grace = grace;
    this.deadline = deadline;
  }

  /** Flushes and closes parts that were in force. */
  void retire(Collection<? extends Part<?>> parts) {
    for (Part<?> part : parts) {
      RetiringPart old = new RetiringPart(part, executors, this::ended);
      if (enter(old)) {
        old.flush();
        old.later(old::shutDown, grace);
        old.later(() -> giveUp(old), deadline);
      } else {
        old.shutDownHere();
      }
    }
    makeRoom();
  }

  /** Closes parts that never were in force. */
  void closeUnused(Collection<? extends Part<?>> parts) {
    for (Part<?> part : parts) {
      RetiringPart unused = new RetiringPart(part, executors, this::ended);
      if (enter(unused)) {
        unused.shutDown();
        unused.later(() -> giveUp(unused), deadline);
      } else {
        unused.shutDownHere();
      }
    }
  }

  /** Returns what succeeds when the parts on their way out have delivered what they held. */
  synchronized CompletableResultCode flushed() {
    List<CompletableResultCode> flushes = new ArrayList<>();
    retiring.forEach(part -> flushes.add(part.flushed()));
    return CompletableResultCode.ofAll(flushes);
  }

  /**
   * Closes the last parts, cuts every grace period short, and waits until all parts given so far
   * are closed, but no longer than told; what is left then is given up. Each of the last parts gets
   * its own thread, because closing some components blocks while their receiver is away.
   *
   * @return whether the last parts delivered everything, and all were closed in time
   */
  boolean close(Collection<? extends Part<?>> last, long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    startClosing().forEach(RetiringPart::shutDown);
    AtomicInteger undelivered = new AtomicInteger(last.size());
    for (Part<?> part : last) {
      RetiringPart closed =
          new RetiringPart(
              part,
              executors,
              (ended, delivered) -> {
                undelivered.addAndGet(delivered ? -1 : 0);
                ended(ended, delivered);
              });
      add(closed);
      RetireExecutors.newThread(closed::shutDownHere).start();
    }
    List<RetiringPart> left = awaitEnd(end);
    left.forEach(RetiringPart::giveUp);
    return left.isEmpty() && undelivered.get() == 0;
  }

  private synchronized boolean enter(RetiringPart part) {
    if (!closing) {
      retiring.add(part);
    }
    return !closing;
  }

  private synchronized void add(RetiringPart part) {
    retiring.add(part);
  }

  private synchronized List<RetiringPart> startClosing() {
    closing = true;
    notifyAll();
    return new ArrayList<>(retiring);
  }

  private synchronized List<RetiringPart> awaitEnd(long end) {
    try {
      for (long left = end - System.nanoTime();
          !retiring.isEmpty() && left > 0;
          left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new ArrayList<>(retiring);
  }

  private void makeRoom() {
    for (RetiringPart tooMany = awaitRoom(); tooMany != null; tooMany = awaitRoom()) {
      giveUp(tooMany);
    }
  }

  /** Returns the oldest pipeline if there is no room and it has had its time. */
  private synchronized @Nullable RetiringPart awaitRoom() {
    RetiringPart oldest = oldestOfTooMany();
    try {
      while (oldest != null) {
        long left = grace.plus(PATIENCE).toNanos() - oldest.ageNanos();
        if (left <= 0) {
          return oldest;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
        oldest = oldestOfTooMany();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return oldest;
  }

  private @Nullable RetiringPart oldestOfTooMany() {
    if (closing || retiring.stream().filter(RetiringPart::isPipeline).count() <= LIMIT) {
      return null;
    }
    return retiring.stream().filter(RetiringPart::isPipeline).findFirst().orElse(null);
  }

  private void giveUp(RetiringPart part) {
    synchronized (this) {
      if (!retiring.contains(part)) {
        return;
      }
      givenUp++;
      if (givenUp == 1) {
        LOG.warn(
            "a replaced pipeline ("
                + part.name()
                + ") was closed before it had delivered everything; what it held counts as failed");
      }
    }
    part.giveUp();
    left(part);
  }

  private void ended(RetiringPart part, boolean delivered) {
    if (!delivered) {
      LOG.debug("A pipeline did not deliver everything before it was closed");
    }
    left(part);
  }

  private synchronized void left(RetiringPart part) {
    retiring.remove(part);
    if (retiring.isEmpty() && givenUp > 0) {
      if (givenUp > 1) {
        LOG.warn(givenUp + " replaced pipelines were closed before they had delivered everything");
      }
      givenUp = 0;
    }
    notifyAll();
  }
}
