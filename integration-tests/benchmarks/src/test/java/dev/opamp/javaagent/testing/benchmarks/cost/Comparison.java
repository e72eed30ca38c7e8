package dev.opamp.javaagent.testing.benchmarks.cost;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One operation on both sides, by round. */
final class Comparison {

  private static final double CONFIDENCE = 0.95;

  private final List<Double> rawNanos = new ArrayList<>();
  private final List<Double> managedNanos = new ArrayList<>();
  private final List<Double> rawBytes = new ArrayList<>();
  private final List<Double> managedBytes = new ArrayList<>();
  private final List<Double> ratios = new ArrayList<>();

  void add(Measured raw, Measured managed) {
    rawNanos.add(raw.nanos());
    managedNanos.add(managed.nanos());
    rawBytes.add(raw.bytes());
    managedBytes.add(managed.bytes());
    ratios.add(managed.nanos() / raw.nanos());
  }

  /** Medians; behind the ratio the interval that holds its median with 95 %. */
  String row() {
    List<Double> sorted = new ArrayList<>(ratios);
    Collections.sort(sorted);
    int cut = cut(sorted.size());
    return " | %.1f | %.1f | %.3f (%.3f to %.3f) | %.0f | %.0f |"
        .formatted(
            Measured.median(rawNanos),
            Measured.median(managedNanos),
            Measured.median(ratios),
            sorted.get(cut),
            sorted.get(sorted.size() - 1 - cut),
            Measured.median(rawBytes),
            Measured.median(managedBytes));
  }

  /** How many values may be left out at either end: order statistics, no assumption but chance. */
  private static int cut(int n) {
    double tail = 0;
    double term = Math.pow(0.5, n);
    int cut = -1;
    for (int k = 0; k < n / 2; k++) {
      tail += term;
      if (2 * tail > 1 - CONFIDENCE) {
        break;
      }
      cut = k;
      term = term * (n - k) / (k + 1);
    }
    return Math.max(0, cut);
  }
}
