package dev.opamp.javaagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.RemoteConfigState;
import dev.opamp.javaagent.opamp.RemoteConfigStatusSnapshot;
import dev.opamp.javaagent.settings.HostPatterns;
import dev.opamp.javaagent.settings.Power;
import dev.opamp.javaagent.telemetry.OwnSdkTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every official example and snippet, offered to a real SDK that runs something else. */
@Timeout(60)
class SchemaSnippetsTest {

  private static final Path SPECIMENS = Path.of("src/test/resources/opentelemetry-configuration");

  private static final String RUNNING =
      """
      file_format: "1.0"
      propagator: {composite: [{b3: }]}
      tracer_provider:
        sampler: {always_off: }
        processors: [{batch: {exporter: {otlp_http: {endpoint: "http://localhost:1/v1/traces"}}}}]
      meter_provider:
        readers: [{periodic: {exporter: {otlp_http: {endpoint: "http://localhost:1/v1/metrics"}}}}]
      """;

  /** What is refused, and the keys that the refusal names. */
  private static final Map<String, List<String>> REFUSED =
      Map.ofEntries(
          Map.entry(
              "otel-sdk-config.yaml",
              List.of(
                  "attribute_limits.attribute_value_depth_limit",
                  "tracer_provider.limits.attribute_value_depth_limit",
                  "logger_provider.limits.attribute_value_depth_limit")),
          Map.entry("otel-sdk-migration-config.yaml", List.of("instrumentation/development")),
          Map.entry(
              "ExperimentalInstrumentation_kitchen_sink.yaml",
              List.of("instrumentation/development")),
          Map.entry(
              "IdGenerator_custom.yaml",
              List.of("tracer_provider.id_generator.my_custom_id_generator")),
          Map.entry(
              "LogRecordLimits_kitchen_sink.yaml",
              List.of(
                  "attribute_limits.attribute_value_depth_limit",
                  "logger_provider.limits.attribute_value_depth_limit")),
          Map.entry(
              "SpanLimits_kitchen_sink.yaml",
              List.of(
                  "attribute_limits.attribute_value_depth_limit",
                  "tracer_provider.limits.attribute_value_depth_limit")),
          Map.entry(
              "OtlpGrpcExporter_traces_kitchen_sink.yaml",
              List.of(
                  "tracer_provider.processors[0].batch.exporter.otlp_grpc.max_request_size",
                  "tracer_provider.processors[0].batch.exporter.otlp_grpc.max_response_size")),
          Map.entry(
              "OtlpGrpcMetricExporter_metrics_kitchen_sink.yaml",
              List.of(
                  "meter_provider.readers[0].periodic.exporter.otlp_grpc.max_request_size",
                  "meter_provider.readers[0].periodic.exporter.otlp_grpc.max_response_size")),
          Map.entry(
              "OtlpHttpExporter_logs_kitchen_sink.yaml",
              List.of(
                  "logger_provider.processors[0].batch.exporter.otlp_http.max_request_size",
                  "logger_provider.processors[0].batch.exporter.otlp_http.max_response_size")));

  @TempDir Path directory;

  private final OwnSdkTarget target = new OwnSdkTarget("own", Map.of());

  @AfterEach
  void stop() {
    target.close(500);
  }

  static Stream<Path> specimens() throws IOException {
    return Files.walk(SPECIMENS).filter(path -> path.toString().endsWith(".yaml")).sorted();
  }

  static Stream<Path> honoured() throws IOException {
    return specimens().filter(path -> !REFUSED.containsKey(path.getFileName().toString()));
  }

  /** With a directory and a port that are there on every host. */
  private String text(Path specimen) throws IOException {
    return Files.readString(specimen)
        .replace("file:///var/log/", directory.toUri().toString())
        .replace("port: 9464", "port: 0");
  }

  @ParameterizedTest
  @MethodSource("specimens")
  void eachIsAppliedOrRefusedAtItsKeys(Path specimen) throws IOException {
    PipelineFixture fixture = new PipelineFixture();
    fixture.destinations = HostPatterns.exactly(List.of("*"));
    fixture.powers = Set.of(Power.values());
    fixture.start();
    fixture.pipeline.addTarget(target);
    fixture.push("running", RUNNING);
    Map<String, Object> running = target.inForce().tree();

    RemoteConfigStatusSnapshot status = fixture.push("specimen", text(specimen));

    List<String> refused = REFUSED.get(specimen.getFileName().toString());
    if (refused == null) {
      assertThat(status.errorMessage()).isEmpty();
      assertThat(status.state()).isEqualTo(RemoteConfigState.APPLIED);
    } else {
      assertThat(status.state()).isEqualTo(RemoteConfigState.FAILED);
      assertThat(status.errorMessage()).contains(refused);
      assertThat(target.inForce().tree()).isEqualTo(running);
    }
  }

  @ParameterizedTest
  @MethodSource("honoured")
  void whatIsInForceIsWhatTheDocumentSays(Path specimen) throws Exception {
    apply(RUNNING);

    Map<String, Object> document = apply(text(specimen));

    assertThat(target.inForce().tree()).isEqualTo(document);
  }

  private Map<String, Object> apply(String text) throws Exception {
    Schema schema = Schema.shipped();
    CheckedDocument checked = SchemaCheck.check(schema, Documents.parse(text), true);
    assertThat(checked.problems).isEmpty();
    Map<String, Object> tree = new Overlay(schema).withoutNulls(checked.document.root());
    PreparedChange change = target.prepare(SdkDocument.of(tree));
    change.commit();
    change.retireReplaced();
    return tree;
  }
}
