package dev.opamp.javaagent.testing.suites.documents;

import static dev.opamp.javaagent.testing.suites.documents.Checks.both;
import static dev.opamp.javaagent.testing.suites.documents.MetricSeen.batch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.testing.sink.ReceivedExport;
import dev.opamp.javaagent.testing.sink.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** OTLP exporters of each signal, seen by the requests that they make. */
final class ExporterRows {

  private ExporterRows() {}

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Signal signal : Signal.values()) {
      rows.addAll(http(signal));
      rows.addAll(grpc(signal));
    }
    return rows;
  }

  private static List<Row> http(Signal signal) {
    return Stream.of(httpApplied(signal), httpRefused(signal)).flatMap(List::stream).toList();
  }

  private static List<Row> httpApplied(Signal signal) {
    String path = "/custom/v1/" + word(signal);
    return List.of(
        Row.applied(
            word(signal) + ": otlp_http with headers",
            document(
                signal,
                """
                otlp_http:
                  endpoint: @http@%s
                  headers:
                    - {name: X-Team, value: blue}
                    - {name: api-key, value: "1234"}
                  headers_list: "X-Team=red,X-List=green"
                  compression: none
                  timeout: 5000
                  encoding: protobuf
                """
                    .formatted(path)),
            export(
                signal,
                e ->
                    e.path().equals(path)
                        && "blue".equals(e.headers().get("x-team"))
                        && "1234".equals(e.headers().get("api-key"))
                        && "green".equals(e.headers().get("x-list"))
                        && e.encoding().equals("identity"))),
        Row.applied(
            word(signal) + ": otlp_http compressed",
            document(
                signal,
                "otlp_http: {endpoint: \"@http@/v1/%s\", compression: gzip}"
                    .formatted(word(signal))),
            export(signal, e -> e.encoding().equals("gzip"))),
        Row.applied(
            word(signal) + ": otlp_http with certificates",
            document(
                signal,
                """
                otlp_http:
                  endpoint: @secure@/v1/%s
                  tls: {ca_file: @dir@/ca.pem, cert_file: @dir@/client.pem, key_file: @dir@/client-key.pem}
                """
                    .formatted(word(signal))),
            scene ->
                scene.awaitSecure(
                    "by TLS",
                    s ->
                        scene.exports(s, signal).stream()
                            .anyMatch(e -> String.valueOf(e.client()).contains("typed")))));
  }

  private static List<Row> httpRefused(Signal signal) {
    return List.of(
        Row.failed(
            word(signal) + ": otlp_http with a certificate that is not there",
            exporterPath(signal) + ".otlp_http.tls.ca_file",
            document(
                signal,
                "otlp_http: {endpoint: \"@secure@/v1/%s\", tls: {ca_file: @dir@/none.pem}}"
                    .formatted(word(signal)))),
        Row.failed(
            word(signal) + ": otlp_http in JSON",
            exporterPath(signal) + ".otlp_http.encoding",
            document(signal, "otlp_http: {encoding: json}")),
        Row.failed(
            word(signal) + ": otlp_http with a size limit",
            exporterPath(signal) + ".otlp_http.max_request_size",
            document(signal, "otlp_http: {max_request_size: 1000}")));
  }

  private static List<Row> grpc(Signal signal) {
    return List.of(
        Row.applied(
            word(signal) + ": otlp_grpc",
            document(
                signal,
                """
                otlp_grpc:
                  endpoint: @grpc@
                  headers: [{name: x-team, value: blue}]
                  headers_list: "x-list=green"
                  compression: gzip
                  timeout: 5000
                """),
            export(
                signal,
                e ->
                    e.protocol().equals("grpc")
                        && e.encoding().equals("gzip")
                        && "blue".equals(e.headers().get("x-team"))
                        && "green".equals(e.headers().get("x-list")))),
        Row.applied(
            word(signal) + ": otlp_grpc without TLS",
            document(
                signal,
                """
                otlp_grpc:
                  endpoint: @grpc@
                  tls: {ca_file: @dir@/ca.pem, cert_file: @dir@/client.pem, key_file: @dir@/client-key.pem, insecure: true}
                """),
            export(signal, e -> e.protocol().equals("grpc"))),
        Row.failed(
            word(signal) + ": otlp_grpc with a size limit",
            exporterPath(signal) + ".otlp_grpc.max_response_size",
            document(signal, "otlp_grpc: {max_response_size: 1000}")));
  }

  static String word(Signal signal) {
    return signal.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static String exporterPath(Signal signal) {
    return switch (signal) {
      case TRACES -> "tracer_provider.processors[0].batch.exporter";
      case LOGS -> "logger_provider.processors[0].batch.exporter";
      case METRICS -> "meter_provider.readers[0].periodic.exporter";
    };
  }

  /** A document that exports one signal, quickly. */
  static String document(Signal signal, String exporter) {
    String parts =
        switch (signal) {
          case TRACES ->
              "tracer_provider:\n  processors:\n    - batch:\n        schedule_delay: 50\n";
          case LOGS ->
              "logger_provider:\n  processors:\n    - batch:\n        schedule_delay: 50\n";
          case METRICS -> "meter_provider:\n  readers:\n    - periodic:\n        interval: 200\n";
        };
    return parts + "        exporter:\n" + exporter.strip().indent(10);
  }

  private static Row.Check export(Signal signal, Predicate<ReceivedExport> expectation) {
    return switch (signal) {
      case TRACES -> both(SpanSeen.all(""), SpanSeen.export(expectation));
      case LOGS -> both(LogSeen.all(""), LogSeen.export(expectation));
      case METRICS ->
          both(
              batch("metrics", b -> b.has("typed.cpu") && expectation.test(b.export())),
              scene -> assertThat(scene.sink().refused()).isEmpty());
    };
  }
}
