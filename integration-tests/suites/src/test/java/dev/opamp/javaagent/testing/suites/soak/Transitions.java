package dev.opamp.javaagent.testing.suites.soak;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What was pushed when, and when it was in force. */
final class Transitions {

  /**
   * @param number the first is 1
   */
  record Transition(
      int number, RandomDocuments.Document document, Instant pushed, Instant applied) {

    @Override
    public String toString() {
      return "transition "
          + number
          + ", pushed "
          + pushed
          + ", reported as applied "
          + applied
          + ":\n"
          + document.text();
    }
  }

  private final List<Transition> all = new ArrayList<>();

  void add(RandomDocuments.Document document, Instant pushed, Instant applied) {
    all.add(new Transition(all.size() + 1, document, pushed, applied));
  }

  int size() {
    return all.size();
  }

  /** Those that were made within three seconds of a moment, and the one before them. */
  List<Transition> around(Instant moment) {
    List<Transition> around = new ArrayList<>();
    for (Transition each : all) {
      boolean before = each.applied.isBefore(moment.minusSeconds(3));
      boolean after = each.pushed.isAfter(moment.plusSeconds(3));
      if (before) {
        around.clear();
      }
      if (!after) {
        around.add(each);
      }
    }
    return around;
  }

  /** Milliseconds: the longest interval of a document in force at any time from one to another. */
  int longestInterval(Instant from, Instant to, int atStart) {
    int current = atStart;
    int longest = 0;
    for (Transition each : all) {
      if (each.applied.isBefore(from)) {
        current = each.document.interval();
      } else if (each.pushed.isBefore(to)) {
        longest = Math.max(longest, each.document.interval());
      }
    }
    return Math.max(longest, current);
  }

  /** Gaps between exports that are longer than the interval in force and a margin. */
  List<Difference> gaps(List<Instant> exports, int intervalAtStart, Duration margin) {
    List<Difference> gaps = new ArrayList<>();
    for (int i = 1; i < exports.size(); i++) {
      Instant from = exports.get(i - 1);
      Duration gap = Duration.between(from, exports.get(i));
      int interval = longestInterval(from, exports.get(i), intervalAtStart);
      if (gap.compareTo(margin.plusMillis(interval)) > 0) {
        gaps.add(
            new Difference(
                "no export of metrics for "
                    + gap.toMillis()
                    + " ms at an interval of "
                    + interval
                    + " ms",
                from));
      }
    }
    return gaps;
  }
}
