package dev.opamp.javaagent.telemetry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The counts of one signal since start, over all its pipelines, those long gone included. */
final class SignalStats {

  private static final String[] COUNTS = {"exported", "failed", "dropped"};

  private final List<PipelineStats> open = new ArrayList<>();
  private final Map<String, Long> closed = new LinkedHashMap<>();

  synchronized PipelineStats open() {
    PipelineStats pipeline = new PipelineStats();
    open.add(pipeline);
    return pipeline;
  }

  /** Takes the final counts of a pipeline over; to be called after its shutdown. */
  synchronized void close(PipelineStats pipeline) {
    pipeline.close();
    if (open.remove(pipeline)) {
      Map<String, Object> last = pipeline.snapshot();
      for (String name : COUNTS) {
        closed.merge(name, ((Number) last.get(name)).longValue(), Long::sum);
      }
    }
  }

  /**
   * Returns the totals, and the pipelines in force in the order of the document.
   *
   * @param inForce the pipelines in force
   */
  synchronized Map<String, Object> snapshot(List<PipelineStats> inForce) {
    Map<String, Object> snapshot = new LinkedHashMap<>();
    for (String name : COUNTS) {
      long total = closed.getOrDefault(name, 0L);
      for (PipelineStats pipeline : open) {
        total += ((Number) pipeline.snapshot().get(name)).longValue();
      }
      snapshot.put(name, total);
    }
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
}
