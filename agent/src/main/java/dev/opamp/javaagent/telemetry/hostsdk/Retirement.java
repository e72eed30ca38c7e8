package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.concurrent.SerialExecutor;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Ends what was replaced: a second later, as a thread of the application may have reached it just
 * before, with a flush, and on a thread of its own, as a receiver may not answer.
 */
final class Retirement {

  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final long PATIENCE_SECONDS = 5;

  /** With more than this on their way out, the next ones are ended without a flush. */
  private static final int LIMIT = 16;

  private final SerialExecutor timer;
  private final Executor aside;
  private final Set<Closing> retiring =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

  /**
   * @param timer runs short tasks at their time
   * @param aside runs what may block, each task on a daemon thread of its own
   */
  Retirement(SerialExecutor timer, Executor aside) {
    this.timer = timer;
    this.aside = aside;
  }

  void retire(Closing closing) {
    if (closing == Closing.NOTHING) {
      return;
    }
    if (retiring.size() >= LIMIT) {
      closing.shutdown();
      return;
    }
    retiring.add(closing);
    timer.schedule(() -> aside.execute(() -> end(closing)), GRACE);
  }

  private void end(Closing closing) {
    try {
      closing.flush().join(PATIENCE_SECONDS, TimeUnit.SECONDS);
      closing.shutdown().join(PATIENCE_SECONDS, TimeUnit.SECONDS);
      wake(closing);
    } finally {
      retiring.remove(closing);
    }
  }

  /**
   * Ends something, and all that is on its way out, now and on this thread.
   *
   * @return whether all of it was delivered in time
   */
  boolean endAll(Collection<Closing> more, long millis) {
    List<Closing> all = new ArrayList<>(more);
    synchronized (retiring) {
      all.addAll(retiring);
      retiring.clear();
    }
    List<CompletableResultCode> flushed = new ArrayList<>();
    all.forEach(closing -> flushed.add(closing.flush()));
    boolean delivered =
        CompletableResultCode.ofAll(flushed).join(millis, TimeUnit.MILLISECONDS).isSuccess();
    for (Closing closing : all) {
      closing.shutdown().whenComplete(() -> wake(closing));
    }
    return delivered;
  }

  /**
   * Batch processors of the SDK look whether they are to end when they wake, a flush wakes them.
   */
  private static void wake(Closing closing) {
    CompletableResultCode unused = closing.flush();
  }

  /** Flushes all that is on its way out. */
  Collection<CompletableResultCode> flush() {
    List<Closing> now;
    synchronized (retiring) {
      now = new ArrayList<>(retiring);
    }
    List<CompletableResultCode> results = new ArrayList<>();
    now.forEach(closing -> results.add(closing.flush()));
    return results;
  }
}
