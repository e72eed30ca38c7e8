package dev.opamp.javaagent.testing.suites.documents;

import static dev.opamp.javaagent.testing.suites.documents.Checks.both;
import static dev.opamp.javaagent.testing.suites.documents.MetricSeen.batch;
import static dev.opamp.javaagent.testing.suites.documents.MetricSeen.inARow;
import static dev.opamp.javaagent.testing.suites.documents.MetricSeen.metric;

import io.opentelemetry.proto.metrics.v1.Metric;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Readers, limits of cardinality, exemplars and the switches of meters. */
final class MetricRows {

  private MetricRows() {}

  static List<Row> rows() {
    return Stream.of(intervals(), temporalities(), limits(), exemplars(), switches())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Row> intervals() {
    return List.of(
        Row.applied(
            "metrics: interval",
            periodic("interval: 800\n        timeout: 500", "endpoint: \"@http@/v1/metrics\""),
            inARow(
                "some 800 ms apart",
                2,
                (before, b) ->
                    Duration.between(before.export().at(), b.export().at()).toMillis() > 600)),
        Row.applied(
            "metrics: a short interval",
            periodic("interval: 50", "endpoint: \"@http@/v1/metrics\""),
            inARow(
                "some 50 ms apart",
                4,
                (before, b) ->
                    Duration.between(before.export().at(), b.export().at()).toMillis() < 200)),
        Row.applied(
            "metrics: batch size",
            periodic(
                "interval: 200\n        max_export_batch_size/development: 4",
                "endpoint: \"@http@/v1/metrics\""),
            inARow("four points at most", 4, (before, b) -> points(b) <= 4)));
  }

  private static List<Row> temporalities() {
    return List.of(
        preference(
            "delta",
            both(
                batch("delta", b -> b.isDelta("typed.requests") && b.isDelta("typed.duration")),
                batch("up and down", b -> b.has("typed.active") && !b.isDelta("typed.active")))),
        preference(
            "low_memory",
            both(
                batch("sync delta", b -> b.isDelta("typed.requests")),
                batch("async cumulative", b -> b.has("typed.cpu") && !b.isDelta("typed.cpu")))),
        preference(
            "cumulative",
            batch("cumulative", b -> b.has("typed.requests") && !b.isDelta("typed.requests"))),
        Row.applied(
            "metrics: default histogram",
            periodic(
                "interval: 200",
                "endpoint: \"@http@/v1/metrics\"\n"
                    + "            default_histogram_aggregation: base2_exponential_bucket_histogram"),
            metric("typed.duration", m -> m.hasExponentialHistogram())),
        Row.applied(
            "metrics: otlp_grpc, delta and exponential",
            GRPC,
            batch(
                "by gRPC",
                b ->
                    b.export().protocol().equals("grpc")
                        && b.isDelta("typed.requests")
                        && b.find("typed.duration")
                            .filter(Metric::hasExponentialHistogram)
                            .isPresent())));
  }

  private static List<Row> limits() {
    return List.of(
        Row.applied(
            "metrics: two readers",
            TWO,
            both(
                batch("here", b -> b.isDelta("typed.requests")),
                scene ->
                    scene.awaitSecond(
                        "there",
                        s ->
                            s.metrics().stream()
                                .anyMatch(m -> m.name().equals("typed.requests"))))),
        Row.applied(
            "metrics: limits of cardinality",
            LIMITS,
            both(
                batch(
                    "counter",
                    b -> b.points("typed.requests") == 2 && b.overflows("typed.requests")),
                batch("gauge", b -> b.points("typed.temperature") == 3),
                batch("histogram", b -> b.points("typed.duration") == 4),
                batch("up and down", b -> b.points("typed.active") == 5),
                batch(
                    "observed counter",
                    b -> b.points("typed.cpu") == 2 && b.overflows("typed.cpu")),
                batch("observed gauge", b -> b.points("typed.memory") == 3),
                batch("observed up and down", b -> b.points("typed.queue") == 4))),
        Row.applied(
            "metrics: one limit of cardinality",
            ONE_LIMIT,
            batch("all", b -> b.points("typed.cpu") == 3 && b.points("typed.requests") == 3)));
  }

  private static List<Row> exemplars() {
    return List.of(
        Row.applied(
            "exemplars: always_off",
            "meter_provider: {exemplar_filter: always_off}\n",
            batch(
                "none",
                b ->
                    b.points("typed.requests") >= 5
                        && b.exemplars("typed.requests").isEmpty()
                        && b.exemplars("typed.duration").isEmpty())),
        Row.applied(
            "exemplars: always_on",
            "meter_provider: {exemplar_filter: always_on}\n",
            batch("outside of spans", b -> !b.exemplars("contrib.requests").isEmpty())),
        Row.applied(
            "exemplars: trace_based",
            "meter_provider: {exemplar_filter: trace_based}\n",
            both(
                batch(
                    "with the trace",
                    b ->
                        b.exemplars("typed.requests").stream()
                            .anyMatch(e -> e.getTraceId().size() == 16)),
                batch(
                    "none outside of spans",
                    b -> b.has("contrib.requests") && b.exemplars("contrib.requests").isEmpty()))));
  }

  private static List<Row> switches() {
    return List.of(
        Row.applied(
            "meters: one off",
            meters("meters:\n      - {name: typed.*, config: {enabled: false}}"),
            batch("without", b -> b.has("contrib.requests") && !b.has("typed.requests"))),
        Row.applied(
            "meters: all off but one",
            meters(
                "default_config: {enabled: false}\n    meters:\n      - {name: typed.main, config: {enabled: true}}"),
            batch("with", b -> b.has("typed.requests") && !b.has("contrib.requests"))),
        Row.applied(
            "metrics: no reader",
            "meter_provider: {readers: []}\n",
            both(SpanSeen.all(""), LogSeen.all(""))),
        Row.failed(
            "metrics: producers",
            "meter_provider.readers[0].periodic.producers",
            "meter_provider: {readers: [{periodic: {producers: [{opencensus: }], exporter: {console: }}}]}\n"));
  }

  private static int points(MetricBatch batch) {
    return batch.metrics().stream().mapToInt(m -> batch.points(m.getName())).sum();
  }

  private static Row preference(String word, Row.Check seen) {
    return Row.applied(
        "metrics: temporality " + word,
        periodic(
            "interval: 200",
            "endpoint: \"@http@/v1/metrics\"\n            temporality_preference: " + word),
        seen);
  }

  private static String periodic(String keys, String exporter) {
    return """
        meter_provider:
          readers:
            - periodic:
                %s
                exporter:
                  otlp_http:
                    %s
        """
        .formatted(keys, exporter);
  }

  private static String meters(String configurator) {
    return "meter_provider:\n  meter_configurator/development:\n    " + configurator + "\n";
  }

  private static final String GRPC =
      """
      meter_provider:
        readers:
          - periodic:
              interval: 200
              exporter:
                otlp_grpc:
                  endpoint: @grpc@
                  temporality_preference: delta
                  default_histogram_aggregation: base2_exponential_bucket_histogram
      """;

  private static final String TWO =
      """
      meter_provider:
        readers:
          - periodic:
              interval: 200
              exporter: {otlp_http: {endpoint: "@http@/v1/metrics", temporality_preference: delta}}
          - periodic:
              interval: 150
              exporter: {otlp_http: {endpoint: "@second@/v1/metrics"}}
      """;

  private static final String LIMITS =
      """
      meter_provider:
        readers:
          - periodic:
              interval: 200
              exporter: {otlp_http: {endpoint: "@http@/v1/metrics"}}
              cardinality_limits:
                default: 2000
                counter: 2
                gauge: 3
                histogram: 4
                up_down_counter: 5
                observable_counter: 2
                observable_gauge: 3
                observable_up_down_counter: 4
      """;

  private static final String ONE_LIMIT =
      """
      meter_provider:
        readers:
          - periodic:
              interval: 200
              exporter: {otlp_http: {endpoint: "@http@/v1/metrics"}}
              cardinality_limits: {default: 3}
      """;
}
