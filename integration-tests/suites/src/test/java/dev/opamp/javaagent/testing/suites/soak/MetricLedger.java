package dev.opamp.javaagent.testing.suites.soak;

import dev.opamp.javaagent.testing.sink.ReceivedMetric;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Adds up the metrics that arrived through one pipeline. */
final class MetricLedger {

  /** A view renames an instrument by appending to this. */
  private static final Pattern INSTRUMENT = Pattern.compile("(soak\\.[a-z]+).*");

  /** Attributes as text, beside the route that everything is compared by. */
  private record Series(String instrument, String route, String attributes) {}

  private record Last(long time, long value) {}

  private final Map<Series, StreamTotals> sums = new HashMap<>();
  private final Map<String, Last> lasts = new TreeMap<>();

  void add(ReceivedMetric metric) {
    Matcher name = INSTRUMENT.matcher(metric.name());
    if (!name.matches()) {
      return;
    }
    String instrument = name.group(1);
    String identity = metric.name() + " " + metric.resource();
    for (Point point : Point.of(metric)) {
      lasts.merge(
          instrument + " " + point.route(),
          new Last(point.time(), point.value()),
          (known, next) -> next.time >= known.time ? next : known);
      if (point.sum()) {
        Series series = new Series(instrument, point.route(), point.attributes().toString());
        sums.computeIfAbsent(series, s -> new StreamTotals()).add(identity, point);
      }
    }
  }

  /** Compares with what the application recorded; keys as in {@link Produced#metrics}. */
  List<String> differences(Map<String, Long> produced) {
    List<String> differences = new ArrayList<>();
    produced.forEach(
        (key, expected) -> {
          long actual = actual(key);
          if (actual != expected) {
            differences.add(
                "%s: made %d, arrived %d, difference %d (in quarters)"
                    .formatted(key, expected, actual, actual - expected));
          }
        });
    return differences;
  }

  private long actual(String key) {
    String[] words = key.split(" ");
    if (words[0].equals("last")) {
      Last last = lasts.get(words[1] + " " + words[2]);
      return last == null ? Long.MIN_VALUE : last.value;
    }
    return totals(words[1], words[2]).stream()
        .mapToLong(totals -> words[0].equals("sum") ? totals.value() : totals.count())
        .sum();
  }

  private List<StreamTotals> totals(String instrument, String route) {
    return sums.entrySet().stream()
        .filter(e -> e.getKey().instrument.equals(instrument) && e.getKey().route.equals(route))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Points of one stream that end after a later stream of the same series has begun. */
  List<Difference> overlaps() {
    List<Difference> overlaps = new ArrayList<>();
    sums.forEach(
        (series, totals) -> {
          long latest = 0;
          for (Map.Entry<Long, Long> stream : totals.endsByStart().entrySet()) {
            if (stream.getKey() < latest) {
              overlaps.add(
                  new Difference(
                      "%s: a stream begins %d us before the last point of an earlier one"
                          .formatted(series, (latest - stream.getKey()) / 1000),
                      Times.instant(stream.getKey())));
            }
            latest = Math.max(latest, stream.getValue());
          }
        });
    return overlaps;
  }

  /** All streams of an instrument and route, for finding out where a difference comes from. */
  String describe(String instrument, String route) {
    StringBuilder text = new StringBuilder();
    sums.forEach(
        (series, totals) -> {
          if (series.instrument.equals(instrument) && series.route.equals(route)) {
            text.append("    ").append(series).append('\n').append(totals.describe());
          }
        });
    return text.toString();
  }
}
