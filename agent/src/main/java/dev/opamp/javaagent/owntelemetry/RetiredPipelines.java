package dev.opamp.javaagent.owntelemetry;

import dev.opamp.javaagent.log.AgentLogger;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Flushes and closes pipelines that are no longer in force, each on a thread of its own, and only
 * so many at a time: for one more the oldest is cut off, so that destinations that never answer
 * keep neither threads nor telemetry for long. Thread-safe, and never waits.
 */
final class RetiredPipelines {

  /** Two changes of all signals. */
  static final int LIMIT = 6;

  private static final AgentLogger LOG = AgentLogger.get(RetiredPipelines.class);

  private final ExportThreads threads;
  private final Deque<SignalPipeline> closing = new ArrayDeque<>();
  private boolean told;

  RetiredPipelines(ExportThreads threads) {
    this.threads = threads;
  }

  /**
   * Takes a pipeline out of service.
   *
   * @param old nothing is done without one
   * @param then runs when it is closed
   */
  void retire(@Nullable SignalPipeline old, Runnable then) {
    if (old == null) {
      return;
    }
    SignalPipeline oldest = add(old);
    threads.start(() -> close(old, then));
    if (oldest != null) {
      oldest.abandon();
    }
  }

  private synchronized @Nullable SignalPipeline add(SignalPipeline old) {
    closing.addLast(old);
    if (closing.size() <= LIMIT) {
      return null;
    }
    if (!told) {
      told = true;
      LOG.warn("own telemetry: a destination does not answer; what was left for it is given up");
    }
    return closing.removeFirst();
  }

  private void close(SignalPipeline old, Runnable then) {
    try {
      old.close();
    } catch (RuntimeException e) {
      LOG.debug("own telemetry: closing failed: " + e.getClass().getName());
    } finally {
      remove(old);
      then.run();
    }
  }

  private synchronized void remove(SignalPipeline old) {
    closing.remove(old);
    told = told && !closing.isEmpty();
  }
}
