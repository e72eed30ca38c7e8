package dev.opamp.javaagent.testing.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.testing.sink.ReceivedExport;
import dev.opamp.javaagent.testing.sink.ReceivedLog;
import dev.opamp.javaagent.testing.sink.ReceivedMetric;
import dev.opamp.javaagent.testing.sink.ReceivedSpan;
import dev.opamp.javaagent.testing.sink.Signal;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** What one can see of a change where telemetry arrives. */
final class Checks {

  /** The application sends its key with this header, to its own destination alone. */
  static final String KEY_HEADER = "x-app-key";

  private static final int ENOUGH = 10;
  private static final int WINDOWS = 10;

  private Checks() {}

  static Row.Check both(Row.Check... checks) {
    return scene -> {
      for (Row.Check check : checks) {
        check.in(scene);
      }
    };
  }

  static Row.Check spansAt(Place place) {
    return scene -> {
      scene.await(place, "orders", s -> s.spans(place, "order").size() >= ENOUGH);
      scene.await(place, "reservations", s -> s.spans(place, "reserve").size() >= ENOUGH);
    };
  }

  static Row.Check metricsAt(Place place) {
    return scene -> scene.await(place, "metrics", s -> hasAllMetrics(s.metrics(place)));
  }

  static Row.Check logsAt(Place place) {
    return scene -> {
      if (scene.target().hasLogs()) {
        scene.await(place, "logs", s -> s.logs(place).size() >= ENOUGH);
      }
    };
  }

  /** The application goes on, and what it does leaves no span there. */
  static Row.Check noSpansAt(Place place) {
    return scene -> {
      scene.ticks(3);
      assertThat(scene.spans(place))
          .extracting(span -> span.name() + scene.after(span.span().getStartTimeUnixNano()))
          .as("spans at " + place)
          .isEmpty();
    };
  }

  static Row.Check noLogsAt(Place place) {
    return scene -> {
      scene.ticks(3);
      assertThat(scene.logs(place))
          .extracting(log -> log.body() + scene.after(log.record().getObservedTimeUnixNano()))
          .as("logs at " + place)
          .isEmpty();
    };
  }

  /** Sooner or later none come any more: a last batch may, of what was recorded before. */
  static Row.Check noMetricsAt(Place place) {
    return eventually(
        "no metrics at " + place, s -> s.metrics(place).isEmpty(), s -> names(s, place));
  }

  /** All spans are like that. */
  static Row.Check everySpan(String what, Predicate<ReceivedSpan> condition) {
    return scene -> {
      spansAt(Place.A).in(scene);
      assertThat(scene.spans(Place.A).stream().filter(condition.negate()))
          .extracting(span -> span.name() + text(span.span().getAttributesList()))
          .as("spans without: " + what)
          .isEmpty();
    };
  }

  static Row.Check everyLog(String what, Predicate<ReceivedLog> condition) {
    return scene -> {
      logsAt(Place.A).in(scene);
      assertThat(scene.logs(Place.A).stream().filter(condition.negate()))
          .extracting(log -> log.body() + text(log.record().getAttributesList()))
          .as("logs without: " + what)
          .isEmpty();
    };
  }

  /** Of the logs some come and some do not. */
  static Row.Check logs(Predicate<ReceivedLog> come) {
    return scene -> {
      scene.await(
          Place.A, "logs that come", s -> s.logs(Place.A).stream().filter(come).count() >= ENOUGH);
      scene.ticks(1);
      assertThat(scene.logs(Place.A).stream().filter(come.negate()))
          .extracting(log -> log.scope() + " " + log.body())
          .as("logs that should not come")
          .isEmpty();
    };
  }

  /** Metrics by these names come, and sooner or later those by the others do not. */
  static Row.Check metrics(List<String> come, List<String> gone) {
    return eventually(
        "metrics without " + gone,
        s ->
            names(s, Place.A).containsAll(come)
                && names(s, Place.A).stream().noneMatch(gone::contains),
        s -> names(s, Place.A));
  }

  /**
   * What arrives there comes this way, once the pipeline before has ended; and nothing brings along
   * what is for the application's own destination.
   */
  static Row.Check exports(Place place, Signal signal, Predicate<ReceivedExport> condition) {
    return scene -> {
      eventually(
              "requests at " + place + " as the document says",
              s -> isEach(s.exports(place, signal), condition),
              s ->
                  s.exports(place, signal).stream()
                      .map(e -> e.protocol() + " " + e.encoding() + " " + e.headers())
                      .toList())
          .in(scene);
      assertThat(scene.exports(place, signal))
          .as("requests at " + place + " with the application's key")
          .noneMatch(export -> place != Place.A && export.headers().containsKey(KEY_HEADER));
    };
  }

  private static <T> boolean isEach(List<T> list, Predicate<T> condition) {
    return !list.isEmpty() && list.stream().allMatch(condition);
  }

  /** It is so of what comes within half a second or more, if not at first then later. */
  private static Row.Check eventually(
      String what, Predicate<Scene> condition, Function<Scene, List<String>> seen) {
    return scene -> {
      Scene window = scene;
      for (int i = 0; i < WINDOWS; i++) {
        window = scene.now();
        window.ticks(3);
        if (condition.test(window)) {
          return;
        }
      }
      throw new AssertionError(what + ", but: " + seen.apply(window));
    };
  }

  private static Map<String, String> text(List<KeyValue> attributes) {
    Map<String, String> text = new TreeMap<>();
    attributes.forEach(each -> text.put(each.getKey(), each.getValue().toString().strip()));
    return text;
  }

  private static List<String> names(Scene scene, Place place) {
    return scene.metrics(place).stream().map(ReceivedMetric::name).distinct().sorted().toList();
  }

  static boolean hasAllMetrics(List<ReceivedMetric> metrics) {
    return metrics.stream()
        .map(ReceivedMetric::name)
        .toList()
        .containsAll(List.of("orders.count", "orders.duration", "stock.moves", "stock.level"));
  }
}
