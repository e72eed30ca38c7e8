package dev.opamp.javaagent.telemetry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The counts of one signal since start, over all its pipelines, those long gone included. */
final class SignalStats {

  private static final String[] NAMES = {"exported", "failed", "dropped"};

  private final List<PipelineStats> open = new ArrayList<>();
  private final long[] closed = new long[NAMES.length];

  synchronized PipelineStats open(PipelineLabel label) {
    PipelineStats pipeline = new PipelineStats(label);
    open.add(pipeline);
    return pipeline;
  }

  /** Takes the final counts of a pipeline over; to be called after its shutdown. */
  synchronized void close(PipelineStats pipeline) {
    pipeline.close();
    if (open.remove(pipeline)) {
      add(closed, pipeline.counts());
    }
  }

  /**
   * Returns the totals, and the pipelines in force in the order of the document.
   *
   * @param inForce the pipelines in force
   */
  synchronized Map<String, Object> snapshot(List<PipelineStats> inForce) {
    long[] totals = closed.clone();
    open.forEach(pipeline -> add(totals, pipeline.counts()));
    Map<String, Object> snapshot = named(totals);
    List<Object> pipelines = new ArrayList<>();
    for (PipelineStats pipeline : inForce) {
      pipelines.add(pipeline.snapshot());
      String error = pipeline.lastError();
      if (error != null) {
        snapshot.put("last_error", error);
      }
    }
    snapshot.put("pipelines", pipelines);
    return snapshot;
  }

  static Map<String, Object> named(long[] counts) {
    Map<String, Object> named = new LinkedHashMap<>();
    for (int i = 0; i < NAMES.length; i++) {
      named.put(NAMES[i], counts[i]);
    }
    return named;
  }

  private static void add(long[] totals, long[] counts) {
    for (int i = 0; i < totals.length; i++) {
      totals[i] += counts[i];
    }
  }
}
