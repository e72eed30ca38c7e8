package dev.opamp.javaagent.testing.matrix;

import static dev.opamp.javaagent.testing.matrix.Checks.both;
import static dev.opamp.javaagent.testing.matrix.Checks.everyLog;
import static dev.opamp.javaagent.testing.matrix.Checks.exports;
import static dev.opamp.javaagent.testing.matrix.Checks.logs;
import static dev.opamp.javaagent.testing.matrix.Checks.logsAt;
import static dev.opamp.javaagent.testing.matrix.Checks.noLogsAt;
import static dev.opamp.javaagent.testing.matrix.Checks.spansAt;

import dev.opamp.javaagent.testing.sink.Signal;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.util.List;
import java.util.stream.Stream;

/** Changes of logs. */
final class LogRows {

  private static final String PROCESSORS = "logger_provider.processors";
  private static final String CONFIGURATOR = "logger_provider.logger_configurator/development";

  private LogRows() {}

  static List<Row> rows() {
    return Stream.concat(pipelines(), others()).map(Row::ofLogs).toList();
  }

  private static Stream<Row> others() {
    return Stream.of(
        Row.applied(
            "logger_provider.limits",
            "two attributes, of three characters",
            """
            logger_provider:
              limits: {attribute_count_limit: 2, attribute_value_length_limit: 3}
            """,
            everyLog(
                "two short attributes",
                log ->
                    log.record().getAttributesCount() <= 2
                        && log.record().getAttributesList().stream()
                            .allMatch(a -> a.getValue().getStringValue().length() <= 3))),
        Row.applied(
            CONFIGURATOR,
            "one scope off",
            """
                logger_provider:
                  logger_configurator/development:
                    loggers: [{name: matrix.audit, config: {enabled: false}}]
                """,
            logs(log -> log.scope().equals("matrix.orders"))),
        Row.applied(
            CONFIGURATOR,
            "errors alone",
            """
                logger_provider:
                  logger_configurator/development:
                    default_config: {minimum_severity: error}
                """,
            logs(
                log ->
                    log.record().getSeverityNumberValue()
                        >= SeverityNumber.SEVERITY_NUMBER_ERROR_VALUE)));
  }

  private static Stream<Row> pipelines() {
    return Stream.of(
        Row.applied(
            PROCESSORS,
            "export off",
            "logger_provider: {processors: []}",
            both(noLogsAt(Place.A), spansAt(Place.A))),
        Row.applied(
            PROCESSORS,
            "batch, otlp_http, with headers, compression and timeout, elsewhere",
            """
            logger_provider:
              processors:
                - batch:
                    schedule_delay: 100
                    exporter:
                      otlp_http:
                        endpoint: @b@/v1/logs
                        compression: gzip
                        timeout: 5000
                        headers: [{name: x-row, value: batch}]
            """,
            both(
                logsAt(Place.B),
                exports(
                    Place.B,
                    Signal.LOGS,
                    e ->
                        e.protocol().equals("http/protobuf")
                            && e.encoding().equals("gzip")
                            && "batch".equals(e.headers().get("x-row"))),
                noLogsAt(Place.A))),
        Row.applied(
            PROCESSORS,
            "simple, otlp_http, elsewhere",
            """
            logger_provider:
              processors:
                - simple: {exporter: {otlp_http: {endpoint: "@b@/v1/logs"}}}
            """,
            both(logsAt(Place.B), noLogsAt(Place.A))),
        Row.applied(
            PROCESSORS,
            "batch, otlp_grpc, elsewhere",
            """
            logger_provider:
              processors:
                - batch: {schedule_delay: 100, exporter: {otlp_grpc: {endpoint: "@b-grpc@"}}}
            """,
            both(
                logsAt(Place.B),
                exports(Place.B, Signal.LOGS, e -> e.protocol().equals("grpc")),
                noLogsAt(Place.A))),
        Row.applied(
            PROCESSORS,
            "over TLS, with tls.ca_file",
            """
            logger_provider:
              processors:
                - batch:
                    schedule_delay: 100
                    exporter: {otlp_http: {endpoint: "@secure@/v1/logs", tls: {ca_file: "@ca@"}}}
            """,
            both(logsAt(Place.SECURE), noLogsAt(Place.A))));
  }
}
