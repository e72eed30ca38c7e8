package dev.opamp.javaagent.testing.suites.soak;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Numbered items of one signal that arrived through one pipeline. */
final class Arrivals {

  private static final int TOLD = 20;

  private final String what;
  private final Map<Integer, Numbers> workers = new TreeMap<>();

  Arrivals(String what) {
    this.what = what;
  }

  void add(int worker, int number, long unixNano) {
    workers.computeIfAbsent(worker, w -> new Numbers()).add(number, unixNano);
  }

  int count() {
    return workers.values().stream().mapToInt(Numbers::count).sum();
  }

  boolean hasAll(Map<Integer, BitSet> produced) {
    return produced.entrySet().stream()
        .allMatch(worker -> of(worker.getKey()).missingOf(worker.getValue()).isEmpty());
  }

  /** What arrived more than once, or was never made. */
  List<Difference> surplus(Map<Integer, BitSet> produced) {
    List<Difference> surplus = new ArrayList<>();
    workers.forEach(
        (worker, numbers) -> {
          BitSet made = produced.getOrDefault(worker, new BitSet());
          tell("arrived twice", worker, numbers.twice(), surplus);
          tell("never made", worker, numbers.notIn(made), surplus);
        });
    return surplus;
  }

  /** What was made and did not arrive. */
  List<Difference> missing(Map<Integer, BitSet> produced) {
    List<Difference> missing = new ArrayList<>();
    produced.forEach(
        (worker, made) -> tell("missing", worker, of(worker).missingOf(made), missing));
    return missing;
  }

  private Numbers of(int worker) {
    return workers.getOrDefault(worker, new Numbers());
  }

  private void tell(String problem, int worker, BitSet numbers, List<Difference> into) {
    if (numbers.isEmpty()) {
      return;
    }
    String list = numbers.stream().limit(TOLD).boxed().toList().toString();
    int first = numbers.nextSetBit(0);
    Numbers arrived = of(worker);
    into.add(
        new Difference(
            "%s of worker %d %s: %d, the first %s, made from %s to %s"
                .formatted(
                    what,
                    worker,
                    problem,
                    numbers.cardinality(),
                    list,
                    Times.text(arrived.before(first)),
                    Times.text(arrived.after(first))),
            Instant.ofEpochSecond(0, arrived.before(first))));
  }
}
