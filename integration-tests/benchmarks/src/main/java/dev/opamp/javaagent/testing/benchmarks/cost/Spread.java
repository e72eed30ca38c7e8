package dev.opamp.javaagent.testing.benchmarks.cost;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** Values of several rounds: their median and quartiles. */
final class Spread {

  private final double[] sorted;

  Spread(Collection<Double> values) {
    this.sorted = values.stream().mapToDouble(value -> value).sorted().toArray();
  }

  int count() {
    return sorted.length;
  }

  boolean isEmpty() {
    return sorted.length == 0;
  }

  double median() {
    return quantile(0.5);
  }

  /** Between two values in proportion; not for an empty one. */
  double quantile(double share) {
    double place = share * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = (int) Math.ceil(place);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  double greatest() {
    return Arrays.stream(sorted).max().orElse(0);
  }

  /** The median, and the quartiles in brackets. */
  String text(int decimals) {
    if (isEmpty()) {
      return "–";
    }
    String number = "%." + decimals + "f";
    return String.format(
        Locale.ROOT,
        number + " (" + number + " to " + number + ")",
        median(),
        quantile(0.25),
        quantile(0.75));
  }
}
