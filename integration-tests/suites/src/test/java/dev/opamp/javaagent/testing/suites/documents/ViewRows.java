package dev.opamp.javaagent.testing.suites.documents;

import static dev.opamp.javaagent.testing.suites.documents.MetricSeen.batch;
import static dev.opamp.javaagent.testing.suites.documents.MetricSeen.metric;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Views: every way to select an instrument, and everything that a stream can be made. */
final class ViewRows {

  private ViewRows() {}

  static List<Row> rows() {
    return Stream.of(selections(), attributes(), buckets(), aggregations())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Row> selections() {
    return List.of(
        view(
            "a new name and description",
            "instrument_name: typed.requests",
            "name: renamed\n        description: what was asked for",
            metric("renamed", m -> m.getDescription().equals("what was asked for"))),
        view(
            "dropped by type",
            "instrument_type: counter",
            "aggregation: {drop: }",
            batch("no counter", b -> b.has("typed.active") && !b.has("typed.requests"))),
        view(
            "dropped by unit",
            "unit: ms",
            "aggregation: {drop: }",
            batch("no ms", b -> b.has("typed.requests") && !b.has("typed.duration"))),
        view(
            "dropped by meter",
            "meter_name: io.opentelemetry.contrib.typed",
            "aggregation: {drop: }",
            batch("without", b -> b.has("typed.requests") && !b.has("contrib.requests"))),
        view(
            "dropped by version of the meter",
            "meter_version: 1.2.3",
            "aggregation: {drop: }",
            batch("without", b -> b.has("contrib.requests") && !b.has("typed.requests"))),
        view(
            "dropped by schema of the meter",
            "meter_schema_url: https://opentelemetry.io/schemas/1.37.0",
            "aggregation: {drop: }",
            batch("without", b -> b.has("contrib.requests") && !b.has("typed.requests"))),
        view(
            "by pattern",
            "instrument_name: \"typed.*\"\n        instrument_type: observable_gauge",
            "aggregation: {drop: }",
            batch("without", b -> b.has("typed.queue") && !b.has("typed.memory"))));
  }

  private static List<Row> attributes() {
    return List.of(
        view(
            "attributes included",
            "instrument_name: typed.requests",
            "attribute_keys: {included: [route]}",
            batch("route alone", b -> b.keys("typed.requests").equals(Set.of("route")))),
        view(
            "attributes excluded",
            "instrument_name: typed.requests",
            "attribute_keys: {excluded: [route]}",
            batch("without route", b -> b.keys("typed.requests").equals(Set.of("user")))),
        view(
            "limit of cardinality",
            "instrument_name: typed.requests",
            "aggregation_cardinality_limit: 3",
            batch(
                "overflow",
                b ->
                    b.points("typed.requests") == 3
                        && b.overflows("typed.requests")
                        && b.points("typed.cpu") == 6)));
  }

  private static List<Row> buckets() {
    return List.of(
        view(
            "other buckets",
            "instrument_name: typed.duration",
            "aggregation: {explicit_bucket_histogram: {boundaries: [1, 50.5, 99], record_min_max: false}}",
            metric(
                "typed.duration",
                m ->
                    m.getHistogram()
                            .getDataPoints(0)
                            .getExplicitBoundsList()
                            .equals(List.of(1.0, 50.5, 99.0))
                        && !m.getHistogram().getDataPoints(0).hasMin())),
        view(
            "exponential buckets",
            "instrument_name: typed.duration",
            "aggregation: {base2_exponential_bucket_histogram: {max_scale: 2, max_size: 8, record_min_max: true}}",
            metric(
                "typed.duration",
                m ->
                    m.hasExponentialHistogram()
                        && m.getExponentialHistogram().getDataPointsList().stream()
                            .allMatch(
                                p ->
                                    p.getScale() <= 2
                                        && p.hasMin()
                                        && p.getPositive().getBucketCountsCount() <= 8))));
  }

  private static List<Row> aggregations() {
    return List.of(
        view(
            "sum of a histogram",
            "instrument_name: typed.duration",
            "aggregation: {sum: }",
            metric("typed.duration", m -> m.hasSum())),
        view(
            "last value",
            "instrument_name: typed.memory",
            "aggregation: {last_value: }",
            metric("typed.memory", m -> m.hasGauge())),
        view(
            "default aggregation",
            "instrument_name: typed.duration",
            "aggregation: {default: }",
            metric("typed.duration", m -> m.hasHistogram())),
        Row.applied(
            "views: two of one instrument",
            TWO,
            batch("both", b -> b.has("first") && b.has("second") && !b.has("typed.requests"))));
  }

  private static Row view(String name, String selector, String stream, Row.Check seen) {
    return Row.applied(
        "views: " + name,
        """
        meter_provider:
          views:
            - selector:
                %s
              stream:
                %s
        """
            .formatted(selector, stream),
        seen);
  }

  private static final String TWO =
      """
      meter_provider:
        views:
          - {selector: {instrument_name: typed.requests}, stream: {name: first}}
          - {selector: {instrument_name: typed.requests}, stream: {name: second}}
      """;
}
