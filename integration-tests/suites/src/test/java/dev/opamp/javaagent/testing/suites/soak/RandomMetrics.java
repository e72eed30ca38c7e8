package dev.opamp.javaagent.testing.suites.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What of a document is about metrics. All of it leaves the sums by route as they are. */
final class RandomMetrics {

  static final int SHORTEST = 100;
  static final int LONGEST = 1500;

  private final Dice dice;
  private final RandomExporter exporters;

  RandomMetrics(Dice dice, RandomExporter exporters) {
    this.dice = dice;
    this.exporters = exporters;
  }

  Map<String, Object> reader(String pipeline) {
    Map<String, Object> periodic =
        Dice.object(
            "interval",
            dice.between(SHORTEST, LONGEST),
            "timeout",
            dice.between(20_000, 40_000),
            "exporter",
            exporters.draw(pipeline, "metrics"));
    // Each instrument has twelve sets of attributes.
    dice.maybe(periodic, "cardinality_limits", () -> Dice.object("default", dice.between(50, 3000)))
        .maybe(periodic, "max_export_batch_size/development", () -> dice.between(10, 500));
    return Dice.only("periodic", periodic);
  }

  List<Object> views() {
    List<Object> views = new ArrayList<>();
    if (dice.oneIn(2)) {
      views.add(view("soak.requests", rename("soak.requests")));
    }
    if (dice.oneIn(2)) {
      views.add(view("soak.bytes", Dice.object("attribute_keys", keys())));
    }
    if (dice.oneIn(2)) {
      views.add(view("soak.duration", Dice.object("aggregation", buckets())));
    }
    if (dice.oneIn(3)) {
      views.add(view("soak.jobs", rename("soak.jobs")));
    }
    if (dice.oneIn(3)) {
      views.add(view("soak.active", Dice.object("description", "drawn " + dice.between(1, 9))));
    }
    return views;
  }

  private Map<String, Object> rename(String instrument) {
    return Dice.object("name", instrument + "_" + dice.between(1, 5));
  }

  private Map<String, Object> keys() {
    return dice.oneIn(2)
        ? Dice.object("included", Dice.list("route"))
        : Dice.object("excluded", Dice.list("shard"));
  }

  private Map<String, Object> buckets() {
    return dice.oneIn(2)
        ? Dice.only(
            "explicit_bucket_histogram",
            Dice.object("boundaries", Dice.list(0.25, 0.5, 1.0 + dice.between(0, 3))))
        : Dice.only(
            "base2_exponential_bucket_histogram",
            Dice.object("max_scale", dice.between(2, 20), "max_size", dice.between(4, 160)));
  }

  private static Map<String, Object> view(String instrument, Map<String, Object> stream) {
    return Dice.object("selector", Dice.object("instrument_name", instrument), "stream", stream);
  }

  String exemplarFilter() {
    return dice.any("always_on", "always_off", "trace_based");
  }
}
