package dev.opamp.javaagent.testing.suites.soak;

import java.util.List;
import java.util.Map;

/** What of a document is about traces. */
final class RandomTraces {

  private final Dice dice;
  private final RandomExporter exporters;

  RandomTraces(Dice dice, RandomExporter exporters) {
    this.dice = dice;
    this.exporters = exporters;
  }

  Map<String, Object> sampler() {
    return switch (dice.between(0, 6)) {
      case 0 -> Dice.only("always_on", null);
      case 1 -> ratio();
      case 2 -> Dice.only("parent_based", Dice.only("root", ratio()));
      case 3 -> Dice.only("parent_based", Dice.only("root", Dice.only("always_on", null)));
      case 4 -> Dice.only("probability/development", Dice.object("ratio", percent(20, 100)));
      case 5 -> Dice.only("always_off", null);
      default ->
          Dice.only(
              "composite/development",
              Dice.only(
                  "parent_threshold",
                  Dice.only(
                      "root", Dice.only("probability", Dice.object("ratio", percent(30, 100))))));
    };
  }

  /** For pipelines that send every span in a request of its own. */
  static Map<String, Object> fewSpans() {
    return Dice.only(
        "parent_based",
        Dice.only("root", Dice.only("trace_id_ratio_based", Dice.object("ratio", 0.03))));
  }

  private Map<String, Object> ratio() {
    return Dice.only("trace_id_ratio_based", Dice.object("ratio", percent(10, 100)));
  }

  private double percent(int from, int to) {
    return dice.between(from, to) / 100.0;
  }

  Map<String, Object> limits() {
    // Every span has two attributes, and one event that may go.
    return Dice.object(
        "attribute_count_limit",
        dice.between(2, 200),
        "event_count_limit",
        dice.between(0, 100),
        "link_count_limit",
        dice.between(1, 100));
  }

  Map<String, Object> processor(String pipeline) {
    return dice.oneIn(12)
        ? Dice.only("simple", Dice.object("exporter", exporters.draw(pipeline, "traces")))
        : Dice.only("batch", batch(dice, exporters.draw(pipeline, "traces")));
  }

  /** Queues so long that nothing is dropped: what is dropped is lost by configuration. */
  static Map<String, Object> batch(Dice dice, Map<String, Object> exporter) {
    Map<String, Object> batch =
        Dice.object("exporter", exporter, "max_queue_size", dice.any(65_536, 100_000, 131_072));
    dice.maybe(batch, "schedule_delay", () -> dice.between(10, 1000))
        .maybe(batch, "max_export_batch_size", () -> dice.between(100, 4000))
        .maybe(batch, "export_timeout", () -> dice.between(30_000, 60_000));
    return batch;
  }

  Map<String, Object> configurator(String scope) {
    return configurator("tracers", scope, dice);
  }

  /** Turns off scopes that nobody counts: one that does not exist, and one by pattern. */
  static Map<String, Object> configurator(String list, String scope, Dice dice) {
    List<Object> matches =
        Dice.list(
            match(scope, true), match(dice.any("noise.*", "other"), false), match("unused", false));
    return dice.oneIn(2)
        ? Dice.object("default_config", Dice.object("enabled", true), list, matches)
        : Dice.object("default_config", Dice.object("enabled", false), list, matches);
  }

  private static Map<String, Object> match(String name, boolean enabled) {
    return Dice.object("name", name, "config", Dice.object("enabled", enabled));
  }
}
