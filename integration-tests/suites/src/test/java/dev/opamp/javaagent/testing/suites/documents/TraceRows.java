package dev.opamp.javaagent.testing.suites.documents;

import static dev.opamp.javaagent.testing.suites.documents.Checks.both;
import static dev.opamp.javaagent.testing.suites.documents.SpanSeen.all;
import static dev.opamp.javaagent.testing.suites.documents.SpanSeen.none;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Span processors, limits, ID generators and the switches of tracers. */
final class TraceRows {

  private TraceRows() {}

  static List<Row> rows() {
    return Stream.of(limits(), processors(), switches()).flatMap(List::stream).toList();
  }

  private static List<Row> limits() {
    return List.of(
        Row.applied("spans: limits", LIMITS, SpanSeen.rich(TraceRows::limited)),
        Row.applied(
            "attribute_limits, of spans and log records",
            GENERAL_LIMITS,
            both(
                SpanSeen.rich(
                    span -> {
                      assertThat(span.getAttributesCount()).isEqualTo(4);
                      assertThat(span.getAttributes(0).getValue().getStringValue()).hasSize(7);
                    }),
                LogSeen.rich(
                    log -> {
                      assertThat(log.getAttributesCount()).isEqualTo(4);
                      assertThat(log.getAttributes(0).getValue().getStringValue()).hasSize(7);
                    }))),
        Row.applied(
            "spans: limits before attribute_limits",
            BOTH_LIMITS,
            SpanSeen.rich(span -> assertThat(span.getAttributesCount()).isEqualTo(6))));
  }

  private static List<Row> processors() {
    return List.of(
        Row.applied(
            "spans: batch size",
            BATCH,
            both(
                all(""),
                SpanSeen.exports(5, (before, export) -> SpanSeen.spans(export).count() <= 2))),
        Row.applied(
            "spans: batch delay",
            DELAY,
            both(
                all(""),
                SpanSeen.exports(
                    2,
                    (before, export) ->
                        Duration.between(before.at(), export.at()).toMillis() > 500))),
        Row.applied(
            "spans: one by one",
            SIMPLE,
            both(
                all("scope=io.opentelemetry.contrib.typed"),
                SpanSeen.exports(5, (before, export) -> SpanSeen.spans(export).count() == 1))),
        Row.applied(
            "spans: two processors",
            TWO,
            scene -> {
              byte[] id = SpanSeen.rich(scene).span().getSpanId().toByteArray();
              scene.awaitSecond(
                  "the same span",
                  s ->
                      s.spans().stream()
                          .anyMatch(
                              x ->
                                  java.util.Arrays.equals(x.span().getSpanId().toByteArray(), id)));
            }),
        Row.applied(
            "spans: no processor",
            "tracer_provider: {processors: []}\n",
            both(
                LogSeen.all(""),
                scene -> {
                  String name = Scene.name();
                  scene.ask("/spans?name=" + name);
                  scene.revert();
                  all("").in(scene);
                  assertThat(scene.spansNamed(name)).isEmpty();
                })));
  }

  private static List<Row> switches() {
    return List.of(
        Row.applied(
            "spans: id_generator", "tracer_provider: {id_generator: {random: }}\n", all("")),
        Row.failed(
            "spans: an id_generator that is not there",
            "tracer_provider.id_generator.xray",
            "tracer_provider: {id_generator: {xray: }}\n"),
        Row.applied(
            "tracers: one off",
            ONE_OFF,
            both(
                none("scope=typed.main"),
                all("scope=io.opentelemetry.contrib.typed"),
                all("scope=x"))),
        Row.applied(
            "tracers: all off but some",
            ALL_OFF,
            both(
                all("scope=io.opentelemetry.contrib.typed"),
                none("scope=typed.main"),
                none("scope=x"))));
  }

  private static void limited(io.opentelemetry.proto.trace.v1.Span span) {
    assertThat(span.getAttributesCount()).isEqualTo(3);
    assertThat(span.getDroppedAttributesCount()).isEqualTo(5);
    assertThat(span.getAttributes(0).getValue().getStringValue()).hasSize(10);
    assertThat(span.getEventsCount()).isEqualTo(4);
    assertThat(span.getEvents(0).getAttributesCount()).isEqualTo(2);
    assertThat(span.getLinksCount()).isEqualTo(5);
    assertThat(span.getLinks(0).getAttributesCount()).isEqualTo(1);
  }

  private static final String LIMITS =
      """
      tracer_provider:
        limits:
          attribute_value_length_limit: 10
          attribute_count_limit: 3
          event_count_limit: 4
          link_count_limit: 5
          event_attribute_count_limit: 2
          link_attribute_count_limit: 1
      """;

  private static final String GENERAL_LIMITS =
      """
      attribute_limits:
        attribute_value_length_limit: 7
        attribute_count_limit: 4
      """;

  private static final String BOTH_LIMITS =
      """
      attribute_limits: {attribute_count_limit: 4}
      tracer_provider: {limits: {attribute_count_limit: 6}}
      """;

  private static final String BATCH =
      """
      tracer_provider:
        processors:
          - batch:
              schedule_delay: 50
              export_timeout: 5000
              max_queue_size: 4096
              max_export_batch_size: 2
              exporter: {otlp_http: {endpoint: "@http@/v1/traces"}}
      """;

  private static final String DELAY =
      """
      tracer_provider:
        processors:
          - batch: {schedule_delay: 700, exporter: {otlp_http: {endpoint: "@http@/v1/traces"}}}
      """;

  private static final String SIMPLE =
      """
      tracer_provider:
        processors:
          - simple: {exporter: {otlp_http: {endpoint: "@http@/v1/traces"}}}
      """;

  private static final String TWO =
      """
      tracer_provider:
        processors:
          - batch: {schedule_delay: 50, exporter: {otlp_http: {endpoint: "@http@/v1/traces"}}}
          - batch: {schedule_delay: 50, exporter: {otlp_http: {endpoint: "@second@/v1/traces"}}}
      """;

  private static final String ONE_OFF =
      """
      tracer_provider:
        tracer_configurator/development:
          tracers:
            - name: typed.*
              config: {enabled: false}
      """;

  private static final String ALL_OFF =
      """
      tracer_provider:
        tracer_configurator/development:
          default_config: {enabled: false}
          tracers:
            - name: io.opentelemetry.contrib.*
              config: {enabled: true}
      """;
}
