package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.log.AgentLogger;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One part on its way out of service. Each step is made once, on the thread for steps; all methods
 * are thread-safe and, but for {@link #shutDownHere}, return at once.
 */
final class RetiringPart {

  private static final AgentLogger LOG = AgentLogger.get(RetiringPart.class);

  /**
   * So long after a step has ended, whoever told so has left it. The SDK's batch processors tell
   * the end of a flush from within, and until they have left it take a shutdown for a part of it,
   * which would lose what has come meanwhile.
   */
  private static final Duration SETTLED = Duration.ofMillis(100);

  /** So long what is given up may take to end. */
  private static final Duration LAST_MOMENT = Duration.ofSeconds(1);

  /** Is told once, when a part is closed. */
  interface Listener {
    void ended(RetiringPart part, boolean delivered);
  }

  private enum Step {
    FLUSH,
    SHUTDOWN,
    CUT_OFF,
    END
  }

  private final Part<?> part;
  private final RetireExecutors executors;
  private final Listener listener;
  private final long since = System.nanoTime();
  private final Set<Step> made = EnumSet.noneOf(Step.class);
  private final Set<Thread> inside = new HashSet<>();
  private final List<Future<?>> timers = new ArrayList<>();
  private boolean givenUp;
  private volatile CompletableResultCode flushed = CompletableResultCode.ofSuccess();

  RetiringPart(Part<?> part, RetireExecutors executors, Listener listener) {
    this.part = part;
    this.executors = executors;
    this.listener = listener;
  }

  /** Whether it may hold what has yet to be delivered, and threads for that. */
  boolean isPipeline() {
    return part.stats != null;
  }

  /** Returns a name for people. */
  String name() {
    return part.stats == null ? "part" : part.stats.name();
  }

  long ageNanos() {
    return System.nanoTime() - since;
  }

  /** Does something later, unless the part is closed by then; it must not block. */
  synchronized void later(Runnable action, Duration delay) {
    if (!made.contains(Step.END)) {
      timers.add(executors.later(action, delay));
    }
  }

  void flush() {
    CompletableResultCode under = new CompletableResultCode();
    flushed = under;
    executors.step(
        () -> {
          CompletableResultCode result = make(Step.FLUSH, Part::flush);
          settle(under, result == null ? CompletableResultCode.ofSuccess() : result);
        });
  }

  private static void settle(CompletableResultCode under, CompletableResultCode result) {
    result.whenComplete(
        () -> {
          if (result.isSuccess()) {
            under.succeed();
          } else {
            under.fail();
          }
        });
  }

  /** Returns what ends with the flush under way. */
  CompletableResultCode flushed() {
    return flushed;
  }

  /** Closes it once a flush under way is done. */
  void shutDown() {
    CompletableResultCode under = flushed;
    if (under.isDone()) {
      executors.step(this::shutDownHere);
    } else {
      under.whenComplete(() -> later(() -> executors.step(this::shutDownHere), SETTLED));
    }
  }

  /** Closes it on the thread of the caller. */
  void shutDownHere() {
    CompletableResultCode result = make(Step.SHUTDOWN, Part::shutdown);
    if (result != null) {
      result.whenComplete(() -> end(result.isSuccess()));
    }
  }

  /** Cuts off what has not been delivered, and closes it. */
  void giveUp() {
    synchronized (this) {
      givenUp = true;
    }
    wake();
    executors.step(this::cutOff);
  }

  /** Whatever keeps the thread here is woken soon, as others wait for it. */
  private void cutOff() {
    Future<?> alarm = executors.later(this::wake, LAST_MOMENT);
    make(
        Step.CUT_OFF,
        given -> {
          given.abandon();
          return CompletableResultCode.ofSuccess();
        });
    shutDownHere();
    alarm.cancel(false);
    later(() -> end(false), LAST_MOMENT);
  }

  private synchronized void wake() {
    inside.forEach(Thread::interrupt);
  }

  private void end(boolean delivered) {
    synchronized (this) {
      if (!made.add(Step.END)) {
        return;
      }
      timers.forEach(timer -> timer.cancel(false));
    }
    Future<?> unused = executors.later(part::afterShutdown, SETTLED);
    listener.ended(this, delivered);
  }

  /** Returns the outcome of a step; null if it is not to be made, or not again. */
  private @Nullable CompletableResultCode make(
      Step step, Function<Part<?>, CompletableResultCode> action) {
    if (!begin(step)) {
      return null;
    }
    try {
      return action.apply(part);
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("A replaced part could not be closed", e);
      return CompletableResultCode.ofFailure();
    } finally {
      leave();
    }
  }

  /** What is given up is cut off before anything else. */
  private synchronized boolean begin(Step step) {
    boolean tooLate = step == Step.FLUSH && made.contains(Step.SHUTDOWN);
    boolean tooEarly = givenUp && step != Step.CUT_OFF && !made.contains(Step.CUT_OFF);
    if (tooLate || tooEarly || !made.add(step)) {
      return false;
    }
    inside.add(Thread.currentThread());
    return true;
  }

  private synchronized void leave() {
    inside.remove(Thread.currentThread());
  }
}
