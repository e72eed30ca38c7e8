package dev.opamp.javaagent.testing.matrix;

import static dev.opamp.javaagent.testing.matrix.Checks.both;
import static dev.opamp.javaagent.testing.matrix.Checks.everySpan;
import static dev.opamp.javaagent.testing.matrix.Checks.exports;
import static dev.opamp.javaagent.testing.matrix.Checks.logsAt;
import static dev.opamp.javaagent.testing.matrix.Checks.metricsAt;
import static dev.opamp.javaagent.testing.matrix.Checks.noSpansAt;
import static dev.opamp.javaagent.testing.matrix.Checks.spansAt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.testing.sink.ReceivedSpan;
import dev.opamp.javaagent.testing.sink.Signal;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Changes of traces. */
final class TraceRows {

  private static final String PROCESSORS = "tracer_provider.processors";

  private TraceRows() {}

  static List<Row> rows() {
    return List.of(
        Row.applied(
            "tracer_provider.sampler",
            "always_off",
            "tracer_provider: {sampler: {always_off: }}",
            both(noSpansAt(Place.A), metricsAt(Place.A), logsAt(Place.A))),
        Row.applied(
            "tracer_provider.sampler",
            "a quarter, decided at the root",
            """
            tracer_provider:
              sampler: {parent_based: {root: {trace_id_ratio_based: {ratio: 0.25}}}}
            """,
            TraceRows::aQuarter),
        Row.applied(
            "tracer_provider.limits",
            "two attributes, of three characters",
            """
            tracer_provider:
              limits: {attribute_count_limit: 2, attribute_value_length_limit: 3}
            """,
            everySpan("two short attributes", TraceRows::isLimited)),
        Row.applied(
            PROCESSORS,
            "export off",
            "tracer_provider: {processors: []}",
            both(noSpansAt(Place.A), metricsAt(Place.A), logsAt(Place.A))),
        Row.applied(
            PROCESSORS,
            "batch, otlp_http, with headers, compression and timeout, elsewhere",
            """
            tracer_provider:
              processors:
                - batch:
                    schedule_delay: 100
                    exporter:
                      otlp_http:
                        endpoint: @b@/v1/traces
                        compression: gzip
                        timeout: 5000
                        headers:
                          - {name: x-row, value: batch}
            """,
            both(
                spansAt(Place.B),
                exports(
                    Place.B,
                    Signal.TRACES,
                    e ->
                        e.protocol().equals("http/protobuf")
                            && e.encoding().equals("gzip")
                            && "batch".equals(e.headers().get("x-row"))),
                noSpansAt(Place.A),
                TraceRows::applicationsProcessorStays)),
        Row.applied(
            PROCESSORS,
            "simple, otlp_http, elsewhere",
            """
            tracer_provider:
              processors:
                - simple: {exporter: {otlp_http: {endpoint: "@b@/v1/traces"}}}
            """,
            both(
                spansAt(Place.B),
                exports(Place.B, Signal.TRACES, e -> e.encoding().equals("identity")),
                noSpansAt(Place.A))),
        Row.applied(
            PROCESSORS,
            "batch, otlp_grpc, elsewhere",
            """
            tracer_provider:
              processors:
                - batch:
                    schedule_delay: 100
                    exporter:
                      otlp_grpc:
                        endpoint: @b-grpc@
                        headers: [{name: x-row, value: grpc}]
            """,
            both(
                spansAt(Place.B),
                exports(
                    Place.B,
                    Signal.TRACES,
                    e -> e.protocol().equals("grpc") && "grpc".equals(e.headers().get("x-row"))),
                noSpansAt(Place.A))),
        Row.applied(
            PROCESSORS,
            "two of them",
            """
            tracer_provider:
              processors:
                - batch: {schedule_delay: 100, exporter: {otlp_http: {endpoint: "@a@/v1/traces"}}}
                - batch: {schedule_delay: 100, exporter: {otlp_http: {endpoint: "@b@/v1/traces"}}}
            """,
            both(spansAt(Place.A), spansAt(Place.B))),
        Row.applied(
            PROCESSORS,
            "over TLS, with tls.ca_file",
            """
            tracer_provider:
              processors:
                - batch:
                    schedule_delay: 100
                    exporter:
                      otlp_http: {endpoint: "@secure@/v1/traces", tls: {ca_file: "@ca@"}}
            """,
            both(spansAt(Place.SECURE), noSpansAt(Place.A))),
        Row.applied(
                PROCESSORS,
                "to a host that is not allowed",
                """
                tracer_provider:
                  processors:
                    - batch: {exporter: {otlp_http: {endpoint: "http://elsewhere.example/v1/traces"}}}
                """,
                spansAt(Place.A))
            .expecting(
                cell ->
                    Expected.refused(
                        "tracer_provider.processors[0].batch.exporter.otlp_http.endpoint",
                        "otel.opamp.destinations")),
        Row.applied(
                "tracer_provider.tracer_configurator/development",
                "one scope off",
                """
                tracer_provider:
                  tracer_configurator/development:
                    tracers: [{name: matrix.stock, config: {enabled: false}}]
                """,
                scene -> {
                  scene.await(Place.A, "orders", s -> s.spans(Place.A, "order").size() >= 10);
                  scene.ticks(1);
                  assertThat(scene.spans(Place.A, "reserve")).isEmpty();
                })
            .since("1.47.0", "tracer_provider.tracer_configurator/development")
            .refusedIf(
                Cell::isSeenAtWork,
                "tracer_provider.tracer_configurator/development",
                "not registered globally"),
        Row.applied(
                "tracer_provider.id_generator",
                "random",
                "tracer_provider: {id_generator: {random: }}",
                spansAt(Place.A))
            .onlyInOwnSdk("tracer_provider.id_generator"));
  }

  /** Each round has a number, which tells how many there were. */
  private static void aQuarter(Scene scene) throws Exception {
    scene.await(Place.A, "orders", s -> s.spans(Place.A, "order").size() >= 30);
    List<Long> rounds =
        scene.spans(Place.A, "order").stream().map(TraceRows::round).sorted().toList();
    double share = (double) rounds.size() / (rounds.get(rounds.size() - 1) - rounds.get(0) + 1);
    assertThat(share).as("share of the orders").isBetween(0.1, 0.45);
    scene.ticks(1);
    Set<Long> orders =
        scene.spans(Place.A, "order").stream().map(TraceRows::round).collect(Collectors.toSet());
    assertThat(scene.spans(Place.A, "reserve").stream().map(TraceRows::round))
        // Of the round in which the sampler changed, the order may have been the earlier one's.
        .filteredOn(round -> round >= rounds.get(0) && round <= rounds.get(rounds.size() - 1))
        .as("children of sampled orders alone")
        .isSubsetOf(orders);
  }

  private static long round(ReceivedSpan span) {
    return span.span().getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals("round"))
        .map(attribute -> attribute.getValue().getIntValue())
        .findFirst()
        .orElseThrow();
  }

  private static boolean isLimited(ReceivedSpan span) {
    List<KeyValue> attributes = span.span().getAttributesList();
    return attributes.size() <= 2
        && attributes.stream().allMatch(a -> a.getValue().getStringValue().length() <= 3)
        && span.span().getDroppedAttributesCount() > 0;
  }

  /** It exports nothing, so that no list of pipelines takes its place. */
  private static void applicationsProcessorStays(Scene scene) {
    Kind kind = scene.target().kind();
    if (kind == Kind.GLOBAL || kind == Kind.LOCAL || kind == Kind.TOMCAT) {
      assertThat(scene.spans(Place.B))
          .as("what the application's own processor writes")
          .allMatch(
              span ->
                  span.span().getAttributesList().stream()
                      .anyMatch(attribute -> attribute.getKey().equals("app.tag")));
    }
  }
}
