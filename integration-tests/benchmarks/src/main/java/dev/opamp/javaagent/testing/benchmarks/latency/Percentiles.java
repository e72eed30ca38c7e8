package dev.opamp.javaagent.testing.benchmarks.latency;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Order statistics of times, in milliseconds. */
final class Percentiles {

  private final long[] sorted;

  Percentiles(List<Timing> timings, ToLongFunction<Timing> nanos) {
    this.sorted = timings.stream().mapToLong(nanos).sorted().toArray();
  }

  int count() {
    return sorted.length;
  }

  double millis(double share) {
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, Math.min(sorted.length - 1, index))] / 1e6;
  }

  double[] all() {
    return Arrays.stream(sorted).mapToDouble(nanos -> nanos / 1e6).toArray();
  }

  /** p50, p99 and the maximum as cells of a table. */
  String cells() {
    return String.format(Locale.ROOT, "%.1f | %.1f | %.1f", millis(0.5), millis(0.99), millis(1));
  }
}
