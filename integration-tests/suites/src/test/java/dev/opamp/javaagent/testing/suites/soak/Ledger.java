package dev.opamp.javaagent.testing.suites.soak;

import dev.opamp.javaagent.testing.sink.ReceivedExport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Books every export of all sinks by the pipeline that it names in a header. */
final class Ledger implements Consumer<ReceivedExport> {

  static final String HEADER = "x-pipeline";

  /** The pipeline that every document has. */
  static final String MAIN = "ledger";

  /** The pipeline that some documents have beside it. */
  static final String EXTRA = "extra";

  private final Map<String, Pipeline> pipelines = new TreeMap<>();
  private final List<String> unreadable = new ArrayList<>();

  @Override
  public synchronized void accept(ReceivedExport export) {
    try {
      pipeline(export.headers().getOrDefault(HEADER, "none")).add(export);
    } catch (RuntimeException e) {
      // Thrown on, it would be an answer to the exporter and change what happens next.
      unreadable.add(export.signal() + " " + e);
    }
    notifyAll();
  }

  synchronized Pipeline pipeline(String name) {
    return pipelines.computeIfAbsent(name, n -> new Pipeline());
  }

  synchronized List<String> unreadable() {
    return List.copyOf(unreadable);
  }

  synchronized List<String> names() {
    return List.copyOf(pipelines.keySet());
  }

  /** Waits until something is true of the main pipeline; false when it is not in time. */
  synchronized boolean await(Predicate<Pipeline> condition, Duration timeout)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!condition.test(pipeline(MAIN))) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(Math.max(1, left / 1_000_000));
    }
    return true;
  }
}
