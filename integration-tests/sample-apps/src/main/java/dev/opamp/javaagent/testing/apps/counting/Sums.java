package dev.opamp.javaagent.testing.apps.counting;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Exact totals of one instrument by route, in quarters, which doubles add without rounding. */
final class Sums {

  static final double QUARTER = 0.25;

  private final Map<String, AtomicLong> quarters = new ConcurrentHashMap<>();

  void add(String route, long amount) {
    of(route).addAndGet(amount);
  }

  void set(String route, long amount) {
    of(route).set(amount);
  }

  long get(String route) {
    return of(route).get();
  }

  private AtomicLong of(String route) {
    return quarters.computeIfAbsent(route, name -> new AtomicLong());
  }

  /** Appends {@code kind instrument route quarters} for each route. */
  void report(String kind, String instrument, StringBuilder into) {
    quarters.forEach(
        (route, amount) ->
            into.append(kind)
                .append(' ')
                .append(instrument)
                .append(' ')
                .append(route)
                .append(' ')
                .append(amount)
                .append('\n'));
  }
}
