package dev.opamp.javaagent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.config.PreparedChange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ComponentCatalogTest {

  private OwnSdkFixture sdk;

  @BeforeEach
  void start() throws Exception {
    sdk = new OwnSdkFixture();
  }

  @AfterEach
  void stop() {
    sdk.close();
  }

  @Test
  @Tag("COMP-08")
  void namesWhatTheSdkAndTheProvidersOfTheJarAdd() {
    Map<?, ?> kinds = ComponentCatalog.read();

    assertThat(names(kinds, "exporters", "traces")).contains("otlp_http", "otlp_grpc", "console");
    assertThat(names(kinds, "exporters", "metrics")).contains("otlp_http", "otlp_grpc", "console");
    assertThat(names(kinds, "exporters", "logs")).contains("otlp_http", "otlp_grpc", "console");
    assertThat(names(kinds, "processors", "traces")).contains("batch", "simple");
    assertThat(names(kinds, "processors", "logs")).contains("batch", "simple");
    assertThat(names(kinds, "metric_readers")).containsExactly("periodic", "pull");
    assertThat(names(kinds, "samplers")).contains("always_on", "parent_based");
    assertThat(names(kinds, "propagators"))
        .contains("tracecontext", "baggage", "b3", "b3multi", "jaeger", "ottrace", "xray");
    assertThat(names(kinds, "resource_detectors")).contains("host", "process");
    assertThat(names(kinds, "id_generators")).containsExactly("random");
  }

  /** {@code -Dcomponents.write=true} writes the file instead of comparing. */
  @Test
  void isWhatAScanOfTheJarFinds() throws Exception {
    Path file = Path.of("src/main/resources/dev/opamp/javaagent/telemetry/components.txt");
    String found =
        "# What a configuration can name: place, name, class. Written by ComponentCatalogTest.\n"
            + String.join("\n", ComponentScan.lines(getClass().getClassLoader()))
            + "\n";
    if (Boolean.getBoolean("components.write")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, found);
    }

    assertThat(Files.readString(file))
        .as("components.txt is stale: run this test with -Dcomponents.write=true")
        .isEqualTo(found);
  }

  @Test
  @Tag("COMP-09")
  @Tag("IDN-17")
  void metadataUsesTheNamesOfTheSemanticConventions() {
    Map<?, ?> kinds = ComponentCatalog.read();

    assertThat((String) metadata(node(kinds, "samplers")).get("telemetry.sdk.version"))
        .matches("1\\.[0-9]+\\.[0-9]+.*");
    assertThat(metadata(node(kinds, "exporters", "traces", "otlp_http")).get("code.namespace"))
        .isEqualTo("io.opentelemetry.exporter.otlp.internal.OtlpHttpSpanExporterComponentProvider");
  }

  static Stream<String> documents() throws Exception {
    List<String> documents = new ArrayList<>();
    Map<?, ?> kinds = ComponentCatalog.read();
    Map<String, String> required =
        Map.of(
            "composite/development",
            "{always_on: {}}",
            "always_record",
            "{root: {always_on: {}}}",
            "jaeger_remote/development",
            "{endpoint: 'http://localhost:1', initial_sampler: {always_on: {}}}");
    for (String sampler : names(kinds, "samplers")) {
      String settings = required.getOrDefault(sampler, "{}");
      documents.add("tracer_provider: {sampler: {" + sampler + ": " + settings + "}}");
    }
    for (String propagator : names(kinds, "propagators")) {
      documents.add("propagator: {composite: [{" + propagator + ": {}}]}");
    }
    for (String detector : names(kinds, "resource_detectors")) {
      documents.add("resource: {detection/development: {detectors: [{" + detector + ": {}}]}}");
    }
    for (String generator : names(kinds, "id_generators")) {
      documents.add("tracer_provider: {id_generator: {" + generator + ": {}}}");
    }
    addPipelines(documents, kinds, "traces", "tracer_provider");
    addPipelines(documents, kinds, "logs", "logger_provider");
    for (String exporter : names(kinds, "exporters", "metrics")) {
      documents.add("meter_provider: {readers: [{periodic: {exporter: {" + exporter + ": {}}}}]}");
    }
    return documents.stream();
  }

  private static void addPipelines(
      List<String> documents, Map<?, ?> kinds, String signal, String section) {
    for (String processor : names(kinds, "processors", signal)) {
      if (processor.startsWith("event_to_span")) {
        documents.add(section + ": {processors: [{" + processor + ": {}}]}");
        continue;
      }
      for (String exporter : names(kinds, "exporters", signal)) {
        documents.add(
            section + ": {processors: [{" + processor + ": {exporter: {" + exporter + ": {}}}}]}");
      }
    }
  }

  /** Nothing is promised that a configuration cannot have. */
  @ParameterizedTest
  @MethodSource("documents")
  @Tag("COMP-08")
  void everyComponentCanBeConfigured(String document) throws Exception {
    PreparedChange change = sdk.prepare(document);

    change.discard();
  }

  @Test
  @Tag("COMP-03")
  void scopesInUseAreNamedWithTheirVersions() {
    sdk.openTelemetry.getTracer(null);
    sdk.openTelemetry.getTracer("shop");
    sdk.openTelemetry.getTracer("shop", "2.0");
    sdk.openTelemetry.getMeter("counters").counterBuilder("c").build();
    sdk.openTelemetry.getLogsBridge().get("logs");

    Map<?, ?> scopes = sdk.target.scopes();

    assertThat(scopes.keySet().stream().map(String::valueOf))
        .containsExactly("", "counters", "logs", "shop", "shop@2.0");
    assertThat(metadata((Map<?, ?>) scopes.get("shop@2.0")).get("otel.scope.version"))
        .isEqualTo("2.0");
  }

  @Test
  void scopesAreBounded() {
    for (int i = 0; i < 2000; i++) {
      sdk.openTelemetry.getTracer("scope-" + i + "x".repeat(500));
    }

    Map<?, ?> scopes = sdk.target.scopes();

    assertThat(scopes).hasSize(501);
    assertThat(scopes.keySet()).allMatch(name -> String.valueOf(name).length() == 200);
  }

  private static List<String> names(Map<?, ?> kinds, String... path) {
    Map<?, ?> components = (Map<?, ?>) node(kinds, path).get("components");
    return components.keySet().stream().map(String::valueOf).toList();
  }

  private static Map<?, ?> node(Map<?, ?> kinds, String... path) {
    Map<?, ?> node = Map.of("components", kinds);
    for (String step : path) {
      node = (Map<?, ?>) ((Map<?, ?>) node.get("components")).get(step);
    }
    return node;
  }

  private static Map<?, ?> metadata(Map<?, ?> node) {
    return (Map<?, ?>) node.get("metadata");
  }
}
