package dev.opamp.javaagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaCheckTest {

  private static final Path SPECIMENS = Path.of("src/test/resources/opentelemetry-configuration");

  /** What the examples ask for that nothing in this JVM can do. */
  private static final Map<String, List<String>> NOT_HONOURED =
      Map.of(
          "otel-sdk-config.yaml",
          List.of(
              "attribute_limits.attribute_value_depth_limit",
              "tracer_provider.limits.attribute_value_depth_limit",
              "logger_provider.limits.attribute_value_depth_limit"),
          "otel-sdk-migration-config.yaml",
          List.of("instrumentation/development"),
          "ExperimentalInstrumentation_kitchen_sink.yaml",
          List.of("instrumentation/development"),
          "LogRecordLimits_kitchen_sink.yaml",
          List.of(
              "attribute_limits.attribute_value_depth_limit",
              "logger_provider.limits.attribute_value_depth_limit"),
          "SpanLimits_kitchen_sink.yaml",
          List.of(
              "attribute_limits.attribute_value_depth_limit",
              "tracer_provider.limits.attribute_value_depth_limit"),
          "OtlpGrpcExporter_traces_kitchen_sink.yaml",
          List.of(
              "tracer_provider.processors[0].batch.exporter.otlp_grpc.max_request_size",
              "tracer_provider.processors[0].batch.exporter.otlp_grpc.max_response_size"),
          "OtlpGrpcMetricExporter_metrics_kitchen_sink.yaml",
          List.of(
              "meter_provider.readers[0].periodic.exporter.otlp_grpc.max_request_size",
              "meter_provider.readers[0].periodic.exporter.otlp_grpc.max_response_size"),
          "OtlpHttpExporter_logs_kitchen_sink.yaml",
          List.of(
              "logger_provider.processors[0].batch.exporter.otlp_http.max_request_size",
              "logger_provider.processors[0].batch.exporter.otlp_http.max_response_size"));

  private static final Map<String, List<String>> WRONG =
      Map.of(
          "IdGenerator_custom.yaml",
          List.of("tracer_provider.id_generator.my_custom_id_generator"));

  private static CheckedDocument check(String body) {
    return SchemaCheck.check(Schema.shipped(), Documents.parse(body), false);
  }

  static Stream<Path> specimens() throws IOException {
    return Files.walk(SPECIMENS).filter(path -> path.toString().endsWith(".yaml")).sorted();
  }

  @ParameterizedTest
  @MethodSource("specimens")
  void everyExampleIsAcceptedOrRejectedAtTheRightPath(Path specimen) throws IOException {
    String name = specimen.getFileName().toString();
    CheckedDocument checked =
        SchemaCheck.check(Schema.shipped(), Documents.parse(Files.readString(specimen)), true);

    assertThat(checked.problems)
        .extracting(ConfigProblem::path)
        .containsExactlyInAnyOrderElementsOf(WRONG.getOrDefault(name, List.of()));
    // The migration example leaves its one instrumentation setting to an unset variable.
    assertThat(checked.unsupported)
        .extracting(ConfigProblem::path)
        .containsExactlyInAnyOrderElementsOf(NOT_HONOURED.getOrDefault(name, List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "foo: 1 | foo | is not known",
        "tracer_provider: {smapler: {always_on: }} | tracer_provider.smapler | is not known",
        "file_format: '2.0' | file_format | not a version",
        "file_format: '1.9' | file_format | not a version",
        "disabled: 7 | disabled | true or false",
        "log_level: loud | log_level | one of",
        "tracer_provider: [] | tracer_provider | mapping, but is a list",
        "tracer_provider: {processors: {batch: }} | tracer_provider.processors | must be a list",
        "tracer_provider: {processors: [batch]} | tracer_provider.processors[0] | mapping",
        "tracer_provider: {processors: [~]} | tracer_provider.processors[0] | empty",
        "tracer_provider: {sampler: {}} | tracer_provider.sampler | names none of",
        "tracer_provider: {sampler: {always_on: , always_off: }} | tracer_provider.sampler | 2 at once",
        "tracer_provider: {sampler: {sometimes: }} | tracer_provider.sampler.sometimes | is not known",
        "tracer_provider: {sampler: {trace_id_ratio_based: {ratio: 1.5}}} | tracer_provider.sampler.trace_id_ratio_based.ratio | between 0.0 and 1.0",
        "tracer_provider: {sampler: {trace_id_ratio_based: {ratio: .nan}}} | tracer_provider.sampler.trace_id_ratio_based.ratio | between",
        "tracer_provider: {sampler: {trace_id_ratio_based: {ratio: '0.5'}}} | tracer_provider.sampler.trace_id_ratio_based.ratio | must be a number",
        "tracer_provider: {sampler: {parent_based: {root: {always_on: {x: 1}}}}} | tracer_provider.sampler.parent_based.root.always_on.x | is not known",
        "tracer_provider: {processors: [{batch: }]} | tracer_provider.processors[0].batch.exporter | is required",
        "tracer_provider: {processors: [{batch: {exporter: {console: }, max_queue_size: 0}}]} | tracer_provider.processors[0].batch.max_queue_size | between 1 and",
        "tracer_provider: {processors: [{batch: {exporter: {console: }, schedule_delay: 1.5}}]} | tracer_provider.processors[0].batch.schedule_delay | whole number",
        "tracer_provider: {processors: [{simple: {exporter: {otlp_http: {endpoint: 'ftp://x'}}}}]} | tracer_provider.processors[0].simple.exporter.otlp_http.endpoint | URL",
        "tracer_provider: {processors: [{simple: {exporter: {otlp_http: {headers: [{value: x}]}}}}]} | tracer_provider.processors[0].simple.exporter.otlp_http.headers[0].name | is required",
        "tracer_provider: {processors: [{simple: {exporter: {otlp_http: {compression: lzma}}}}]} | tracer_provider.processors[0].simple.exporter.otlp_http.compression | one of",
        "meter_provider: {views: [{selector: {}}]} | meter_provider.views[0].stream | is required",
        "meter_provider: {views: [{selector: {instrument_type: dial}, stream: {}}]} | meter_provider.views[0].selector.instrument_type | one of",
        "resource: {attributes: [{name: a, value: {b: 1}}]} | resource.attributes[0].value | scalar",
        "resource: {attributes_list: [a]} | resource.attributes_list | must be text",
        "propagator: {composite: [{smoke: }]} | propagator.composite[0].smoke | is not known",
        "resource: {schema_url: '[REDACTED]'} | resource.schema_url | mask",
      })
  void badDocumentsAreRejectedAtTheirPath(String body, String path, String reason) {
    assertThat(check(body).problems)
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.path()).isEqualTo(path);
              assertThat(problem.message()).contains(reason);
              assertThat(problem.line()).isEqualTo(1);
            });
  }

  @Test
  @Tag("CFG-04")
  void everyProblemIsReportedWithItsLine() {
    assertThat(
            check(
                    """
                    disabled: 3
                    tracer_provider:
                      sampler:
                        nothing:
                      limits:
                        link_count_limit: -1
                    """)
                .problems)
        .extracting(ConfigProblem::path, ConfigProblem::line)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("disabled", 1),
            org.assertj.core.groups.Tuple.tuple("tracer_provider.sampler.nothing", 4),
            org.assertj.core.groups.Tuple.tuple("tracer_provider.limits.link_count_limit", 6));
  }

  @Test
  void keysThatNothingCanHonourAreToldApart() {
    CheckedDocument checked = check("distribution: {a: {}}\ninstrumentation/development: {java: }");
    assertThat(checked.problems).isEmpty();
    assertThat(checked.unsupported)
        .extracting(ConfigProblem::path)
        .containsExactly("distribution", "instrumentation/development");
    assertThat(checked.document.root()).isEmpty();
  }

  @Test
  void numbersWhereTextIsWantedKeepWhatWasWritten() {
    CheckedDocument checked = check("file_format: 1.0\nresource: {attributes_list: 007}");
    assertThat(checked.problems).isEmpty();
    assertThat(checked.document.root()).containsEntry("file_format", "1.0");
    assertThat(Trees.mapAt(checked.document.root(), "resource"))
        .containsEntry("attributes_list", "007");
  }

  @Test
  @Tag("SEC-09")
  void messagesNeverRepeatAValue() {
    CheckedDocument checked =
        check("log_level: s3cret\ndisabled: s3cret\nfile_format: s3cret\nresource: s3cret");
    assertThat(checked.problems).hasSize(4);
    assertThat(checked.problems.toString()).doesNotContain("s3cret");
  }
}
