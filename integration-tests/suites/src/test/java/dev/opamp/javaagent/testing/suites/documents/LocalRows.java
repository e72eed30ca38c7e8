package dev.opamp.javaagent.testing.suites.documents;

import static dev.opamp.javaagent.testing.suites.documents.ExporterRows.document;
import static dev.opamp.javaagent.testing.suites.documents.ExporterRows.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.opamp.javaagent.testing.sink.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Exporters that stay on this machine: files, standard output, the console, and Prometheus. */
final class LocalRows {

  private static final ObjectMapper JSON = new ObjectMapper();

  private LocalRows() {}

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Signal signal : Signal.values()) {
      rows.add(file(signal));
      rows.add(
          Row.applied(
              word(signal) + ": otlp_file to stdout",
              document(signal, "otlp_file/development: {output_stream: stdout}"),
              scene -> {
                String name = make(scene, signal);
                String line = scene.awaitLine(l -> l.startsWith("{") && l.contains(name));
                assertThat(JSON.readTree(line).path(root(signal)).isArray()).as(line).isTrue();
              }));
      rows.add(
          Row.applied(
              word(signal) + ": console",
              document(signal, "console: "),
              scene -> {
                String name = make(scene, signal);
                scene.awaitErrorLine(l -> l.contains(name));
              }));
    }
    rows.addAll(particulars());
    rows.addAll(prometheus());
    return rows;
  }

  private static List<Row> particulars() {
    return Stream.of(files(), consoles()).flatMap(List::stream).toList();
  }

  private static List<Row> files() {
    return List.of(
        Row.applied(
            "metrics: otlp_file, delta and exponential",
            document(
                Signal.METRICS,
                """
                otlp_file/development:
                  output_stream: file://@dir@/delta.jsonl
                  temporality_preference: delta
                  default_histogram_aggregation: base2_exponential_bucket_histogram
                """),
            scene -> {
              scene.revert();
              scene.awaitFile(
                  "delta.jsonl",
                  text ->
                      text.contains("\"exponentialHistogram\"")
                          && text.contains("\"aggregationTemporality\":1"));
            }));
  }

  private static List<Row> consoles() {
    return List.of(
        Row.applied(
            "metrics: console, cumulative",
            document(
                Signal.METRICS,
                """
                console:
                  temporality_preference: cumulative
                  default_histogram_aggregation: explicit_bucket_histogram
                """),
            scene -> scene.awaitErrorLine(l -> l.contains("typed.cpu"))),
        Row.applied(
            "metrics: console, delta and exponential",
            document(
                Signal.METRICS,
                """
                console:
                  temporality_preference: delta
                  default_histogram_aggregation: base2_exponential_bucket_histogram
                """),
            scene -> {
              scene.awaitErrorLine(
                  line ->
                      line.contains("name=typed.requests")
                          && line.contains("aggregationTemporality=DELTA"));
              scene.awaitErrorLine(
                  line ->
                      line.contains("name=typed.duration")
                          && line.contains("type=EXPONENTIAL_HISTOGRAM"));
            }),
        Row.failed(
            "traces: otlp_file that cannot be opened",
            "tracer_provider.processors[0].batch.exporter.otlp_file/development",
            document(
                Signal.TRACES,
                "otlp_file/development: {output_stream: \"file://@dir@/none/traces.jsonl\"}")));
  }

  private static Row file(Signal signal) {
    String name = word(signal) + "-own.jsonl";
    return Row.applied(
        word(signal) + ": otlp_file",
        document(signal, "otlp_file/development: {output_stream: \"file://@dir@/" + name + "\"}"),
        scene -> {
          String wanted = make(scene, signal);
          // Replaced exporters write what they hold before they are closed.
          scene.revert();
          String text = scene.awaitFile(name, written -> written.contains(wanted));
          for (String line : text.lines().toList()) {
            assertThat(JSON.readTree(line).path(root(signal)).isArray()).as(line).isTrue();
          }
        });
  }

  /** Makes something of the signal, and returns what it can be known by. */
  private static String make(Scene scene, Signal signal) throws Exception {
    String name = Scene.name();
    switch (signal) {
      case TRACES -> scene.ask("/spans?name=" + name);
      case LOGS -> scene.ask("/logs?name=" + name);
      case METRICS -> scene.ask("/measure?value=3&route=" + name);
    }
    return name;
  }

  private static String root(Signal signal) {
    return switch (signal) {
      case TRACES -> "resourceSpans";
      case LOGS -> "resourceLogs";
      case METRICS -> "resourceMetrics";
    };
  }

  private static List<Row> prometheus() {
    return List.of(
        Row.applied(
            "prometheus",
            pull("host: localhost\n            port: @port@"),
            scraped(
                text ->
                    text.contains("typed_requests_total{")
                        && text.contains("typed_duration_milliseconds_count{")
                        && text.contains("target_info{")
                        && text.contains("otel_scope_name=\"typed.main\""))),
        Row.applied(
            "prometheus: other names, no target and no scope",
            pull(
                """
                host: localhost
                            port: @port@
                            scope_info_enabled: false
                            target_info_enabled/development: false
                            resource_constant_labels: {included: [service.name], excluded: [service.instance.*]}
                            translation_strategy: underscore_escaping_without_suffixes/development"""),
            scraped(
                text ->
                    text.contains("typed_duration_count{")
                        && text.contains("service_name=\"typed\"")
                        && !text.contains("service_instance_id")
                        && !text.contains("target_info")
                        && !text.contains("otel_scope_name"))),
        Row.applied(
            "prometheus: limit of cardinality",
            pull("port: @port@") + "        cardinality_limits: {observable_counter: 2}\n",
            scraped(
                text ->
                    text.lines().filter(line -> line.startsWith("typed_cpu_total{")).count() == 2
                        && text.contains("otel_metric_overflow=\"true\""))),
        Row.applied(
            "prometheus gone",
            "log_level: info\n",
            scene -> assertThatIOException().isThrownBy(() -> scene.get(address(scene)))));
  }

  /** For a moment after a change, the last values of what was read before are served. */
  private static Row.Check scraped(Predicate<String> expectation) {
    return scene -> scene.awaitPage(address(scene), expectation);
  }

  private static String address(Scene scene) {
    return "http://localhost:" + scene.places().port() + "/metrics";
  }

  private static String pull(String keys) {
    return """
        meter_provider:
          readers:
            - pull:
                exporter:
                  prometheus/development:
                    %s
        """
        .formatted(keys);
  }
}
