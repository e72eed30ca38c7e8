package dev.opamp.javaagent.testing.benchmarks.cost;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;

/**
 * What one fork measured.
 *
 * @param nanos of a processor for an operation, median of the iterations
 * @param bytes allocated for an operation
 */
record Measured(double nanos, double bytes) {

  static Measured of(RunResult result) {
    List<Double> nanos = new ArrayList<>();
    for (BenchmarkResult fork : result.getBenchmarkResults()) {
      for (IterationResult iteration : fork.getIterationResults()) {
        nanos.add(iteration.getPrimaryResult().getScore() * processorShare(iteration));
      }
    }
    double bytes = result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
    return new Measured(median(nanos), bytes);
  }

  private static double processorShare(IterationResult iteration) {
    double cpu = iteration.getSecondaryResults().get("cpuNanos").getScore();
    return cpu / iteration.getSecondaryResults().get("wallNanos").getScore();
  }

  static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
