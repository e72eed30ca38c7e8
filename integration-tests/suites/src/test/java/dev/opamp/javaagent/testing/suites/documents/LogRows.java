package dev.opamp.javaagent.testing.suites.documents;

import static dev.opamp.javaagent.testing.suites.documents.Checks.both;
import static dev.opamp.javaagent.testing.suites.documents.LogSeen.all;
import static dev.opamp.javaagent.testing.suites.documents.LogSeen.noneButLater;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Log record processors, limits and the switches of loggers. */
final class LogRows {

  private static final String OTHER = "scope=io.opentelemetry.contrib.typed";

  private LogRows() {}

  static List<Row> rows() {
    return Stream.of(processors(), loggers()).flatMap(List::stream).toList();
  }

  private static List<Row> processors() {
    return List.of(
        Row.applied(
            "logs: limits",
            "logger_provider: {limits: {attribute_count_limit: 3, attribute_value_length_limit: 9}}\n",
            LogSeen.rich(
                log -> {
                  assertThat(log.getAttributesCount()).isEqualTo(3);
                  assertThat(log.getDroppedAttributesCount()).isEqualTo(5);
                  assertThat(log.getAttributes(0).getValue().getStringValue()).hasSize(9);
                })),
        Row.applied(
            "logs: batch size",
            BATCH,
            both(all(""), LogSeen.exports(5, (before, e) -> LogSeen.records(e).size() <= 2))),
        Row.applied(
            "logs: batch delay",
            DELAY,
            both(
                all(""),
                LogSeen.exports(
                    2, (before, e) -> Duration.between(before.at(), e.at()).toMillis() > 500))),
        Row.applied(
            "logs: one by one",
            SIMPLE,
            both(all(""), LogSeen.exports(5, (before, e) -> LogSeen.records(e).size() == 1))),
        Row.applied(
            "logs: two processors",
            TWO,
            scene -> {
              String name = LogSeen.rich(scene).body();
              scene.awaitSecond(
                  "the same record",
                  s -> s.logs().stream().anyMatch(log -> log.body().equals(name)));
            }));
  }

  private static List<Row> loggers() {
    return List.of(
        logger(
            "minimum_severity",
            "default_config: {minimum_severity: warn}",
            both(noneButLater("severity=INFO", "severity=ERROR"), all("severity=WARN"))),
        logger(
            "enabled",
            "default_config: {enabled: false}\nloggers:\n  - {name: typed.*, config: {enabled: true}}\n",
            both(noneButLater(OTHER, ""), noneButLater("scope=x", ""))),
        logger(
            "trace_based",
            "default_config: {trace_based: true}",
            both(noneButLater("span=local-unsampled", "span=local-sampled"), all("span=none"))),
        logger(
            "one of them",
            "loggers:\n  - {name: io.opentelemetry.contrib.*, config: {minimum_severity: error2}}\n",
            both(
                noneButLater(OTHER + "&severity=ERROR", OTHER + "&severity=ERROR2"),
                all("severity=TRACE"))),
        Row.applied(
            "logs: events become events of spans",
            EVENTS,
            scene ->
                scene.await(
                    "a span with an event",
                    sink ->
                        sink.spans().stream()
                            .anyMatch(
                                span ->
                                    span.name().equals("GET /hello")
                                        && span.span().getEventsList().stream()
                                            .anyMatch(e -> e.getName().equals("greeted"))))));
  }

  private static Row logger(String name, String configurator, Row.Check seen) {
    return Row.applied(
        "loggers: " + name,
        "logger_provider:\n  logger_configurator/development:\n" + configurator.strip().indent(4),
        seen);
  }

  private static final String EVENTS =
      """
      logger_provider:
        processors:
          - event_to_span_event_bridge/development:
          - batch: {schedule_delay: 50, exporter: {otlp_http: {endpoint: "@http@/v1/logs"}}}
      """;

  private static final String BATCH =
      """
      logger_provider:
        processors:
          - batch:
              schedule_delay: 50
              export_timeout: 5000
              max_queue_size: 4096
              max_export_batch_size: 2
              exporter: {otlp_http: {endpoint: "@http@/v1/logs"}}
      """;

  private static final String DELAY =
      """
      logger_provider:
        processors:
          - batch: {schedule_delay: 700, exporter: {otlp_http: {endpoint: "@http@/v1/logs"}}}
      """;

  private static final String SIMPLE =
      """
      logger_provider:
        processors:
          - simple: {exporter: {otlp_http: {endpoint: "@http@/v1/logs"}}}
      """;

  private static final String TWO =
      """
      logger_provider:
        processors:
          - batch: {schedule_delay: 50, exporter: {otlp_http: {endpoint: "@http@/v1/logs"}}}
          - simple: {exporter: {otlp_http: {endpoint: "@second@/v1/logs"}}}
      """;
}
