package dev.opamp.javaagent.telemetry.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * What the observed counters of one callback had counted when the provider in force took over. The
 * streams of that provider count from there, so that those before and these add up to what the
 * application counted. Collections of one meter come one after the other, so it needs no lock.
 */
final class Baseline {

  private final IntPredicate counts;
  private final Map<ObservedSeries, Observation> counted;

  private Baseline(IntPredicate counts, Map<ObservedSeries, Observation> counted) {
    this.counts = counts;
    this.counted = counted;
  }

  /**
   * Returns the baseline of a callback that is reported from zero.
   *
   * @param counts whether an instrument of the callback, by its position, is a counter
   */
  static Baseline zero(IntPredicate counts) {
    return new Baseline(counts, new HashMap<>());
  }

  /** Returns the one for streams that begin with these observations. */
  Baseline at(List<Observation> observations) {
    Map<ObservedSeries, Observation> sums = sums(observations);
    sums.keySet().removeIf(series -> !counts.test(series.target()));
    return new Baseline(counts, sums);
  }

  /** Returns what is to be reported; values of one series come summed up, as the SDK would do. */
  List<Observation> since(List<Observation> observations) {
    if (counted.isEmpty()) {
      return observations;
    }
    List<Observation> since = new ArrayList<>();
    sums(observations).values().forEach(observed -> since.add(since(observed)));
    return since;
  }

  private Observation since(Observation observed) {
    Observation before = counted.get(observed.series());
    if (before == null) {
      return observed;
    }
    Observation difference = observed.since(before);
    if (difference == null) {
      counted.remove(observed.series());
      return observed;
    }
    return difference;
  }

  private static Map<ObservedSeries, Observation> sums(List<Observation> observations) {
    Map<ObservedSeries, Observation> sums = new LinkedHashMap<>();
    for (Observation observation : observations) {
      if (observation.isNumber()) {
        sums.merge(observation.series(), observation, Observation::plus);
      }
    }
    return sums;
  }
}
