package dev.opamp.javaagent.config;

import static dev.opamp.javaagent.config.Documents.lookups;
import static dev.opamp.javaagent.config.Documents.tree;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartupDocumentTest {

  @TempDir private Path directory;

  private static StartupDocument of(String... pairs) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      environment.put(pairs[i], pairs[i + 1]);
    }
    return StartupDocument.load(lookups(environment));
  }

  @Test
  void withoutAnyVariableTheDefaultsAreWrittenOut() {
    StartupDocument startup = of();
    assertThat(startup.root())
        .isEqualTo(
            tree(
                """
                file_format: "1.0"
                disabled: false
                propagator: {composite: [{tracecontext: }, {baggage: }]}
                tracer_provider:
                  processors: [{batch: {exporter: {otlp_http: {endpoint: "http://localhost:4318/v1/traces"}}}}]
                  sampler: {parent_based: {root: {always_on: }}}
                meter_provider:
                  readers: [{periodic: {exporter: {otlp_http: {endpoint: "http://localhost:4318/v1/metrics"}}}}]
                logger_provider:
                  processors: [{batch: {exporter: {otlp_http: {endpoint: "http://localhost:4318/v1/logs"}}}}]
                """));
    assertThat(startup.warnings()).isEmpty();
    assertThat(startup.error()).isNull();
  }

  @Test
  void everyVariableFindsItsPlace() {
    StartupDocument startup =
        of(
            "OTEL_SDK_DISABLED", "true",
            "OTEL_SERVICE_NAME", "my, shop",
            "OTEL_RESOURCE_ATTRIBUTES", "service.name=other,a=b",
            "OTEL_PROPAGATORS", "b3, tracecontext",
            "OTEL_TRACES_SAMPLER", "parentbased_traceidratio",
            "OTEL_TRACES_SAMPLER_ARG", "0.25",
            "OTEL_TRACES_EXPORTER", "otlp,console",
            "OTEL_METRICS_EXPORTER", "otlp",
            "OTEL_LOGS_EXPORTER", "none",
            "OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector:4317/base/",
            "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
            "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "grpc",
            "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://metrics:9999",
            "OTEL_EXPORTER_OTLP_HEADERS", "api-key=a%20b+c",
            "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "5s",
            "OTEL_EXPORTER_OTLP_COMPRESSION", "gzip",
            "OTEL_EXPORTER_OTLP_CERTIFICATE", "/ca.pem",
            "OTEL_EXPORTER_OTLP_CLIENT_KEY", "/key.pem",
            "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", "/cert.pem",
            "OTEL_BSP_SCHEDULE_DELAY", "100",
            "OTEL_BSP_EXPORT_TIMEOUT", "200",
            "OTEL_BSP_MAX_QUEUE_SIZE", "300",
            "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "40",
            "OTEL_METRIC_EXPORT_INTERVAL", "1000",
            "OTEL_METRIC_EXPORT_TIMEOUT", "500",
            "OTEL_METRICS_EXEMPLAR_FILTER", "always_off",
            "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "LowMemory",
            "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION",
                "BASE2_EXPONENTIAL_BUCKET_HISTOGRAM",
            "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "1",
            "OTEL_ATTRIBUTE_COUNT_LIMIT", "2",
            "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", "3",
            "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "4",
            "OTEL_SPAN_EVENT_COUNT_LIMIT", "5",
            "OTEL_SPAN_LINK_COUNT_LIMIT", "6",
            "OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", "7",
            "OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", "8",
            "OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT", "9");
    String otlp =
        """
        compression: gzip, headers: [{name: api-key, value: a b+c}],
        tls: {ca_file: /ca.pem, key_file: /key.pem, cert_file: /cert.pem}
        """
            .replace("\n", " ");
    assertThat(startup.warnings()).isEmpty();
    assertThat(startup.root())
        .isEqualTo(
            tree(
                """
                file_format: "1.0"
                disabled: true
                attribute_limits: {attribute_value_length_limit: 1, attribute_count_limit: 2}
                resource: {attributes_list: "a=b,service.name=my%%2C%%20shop"}
                propagator: {composite: [{b3: }, {tracecontext: }]}
                tracer_provider:
                  processors:
                    - batch:
                        schedule_delay: 100
                        export_timeout: 200
                        max_queue_size: 300
                        max_export_batch_size: 40
                        exporter: {otlp_http: {endpoint: "https://collector:4317/base/v1/traces", timeout: 5000, %1$s}}
                    - simple: {exporter: {console: }}
                  limits:
                    attribute_value_length_limit: 3
                    attribute_count_limit: 4
                    event_count_limit: 5
                    link_count_limit: 6
                    event_attribute_count_limit: 7
                    link_attribute_count_limit: 8
                  sampler: {parent_based: {root: {trace_id_ratio_based: {ratio: 0.25}}}}
                meter_provider:
                  readers:
                    - periodic:
                        interval: 1000
                        timeout: 500
                        exporter:
                          otlp_grpc:
                            {endpoint: "http://metrics:9999", temporality_preference: low_memory,
                             default_histogram_aggregation: base2_exponential_bucket_histogram, %1$s}
                  exemplar_filter: always_off
                logger_provider:
                  processors: []
                  limits: {attribute_count_limit: 9}
                """
                    .formatted(otlp)));
  }

  @ParameterizedTest
  @CsvSource({
    "always_on, {always_on: }",
    "always_off, {always_off: }",
    "traceidratio, {trace_id_ratio_based: {ratio: 1.0}}",
    "parentbased_always_on, {parent_based: {root: {always_on: }}}",
    "parentbased_always_off, {parent_based: {root: {always_off: }}}",
    "parentbased_traceidratio, {parent_based: {root: {trace_id_ratio_based: {ratio: 1.0}}}}"
  })
  void everySamplerIsKnown(String name, String sampler) {
    assertThat(Trees.mapAt(of("OTEL_TRACES_SAMPLER", name).root(), "tracer_provider"))
        .containsEntry("sampler", tree(sampler));
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_TRACES_SAMPLER, jaeger_remote",
    "OTEL_EXPORTER_OTLP_ENDPOINT, s3cret",
    "OTEL_EXPORTER_OTLP_PROTOCOL, s3cret",
    "OTEL_EXPORTER_OTLP_HEADERS, s3cret",
    "OTEL_EXPORTER_OTLP_TIMEOUT, -1",
    "OTEL_BSP_MAX_QUEUE_SIZE, 0",
    "OTEL_BSP_SCHEDULE_DELAY, 99999999999999",
    "OTEL_METRIC_EXPORT_INTERVAL, soon",
    "OTEL_TRACES_EXPORTER, zipkin",
    "OTEL_PROPAGATORS, smoke",
    "OTEL_SPAN_EVENT_COUNT_LIMIT, x"
  })
  void badValueGivesOneWarningWithTheNameAndNotTheValue(String variable, String value) {
    StartupDocument startup = of(variable, value);
    assertThat(startup.warnings()).singleElement().asString().startsWith(variable);
    assertThat(startup.warnings().toString()).doesNotContain("s3cret");
    assertThat(
            SchemaCheck.check(Schema.shipped(), new ConfigDocument(startup.root(), Map.of()), true)
                .all())
        .isEmpty();
  }

  @Test
  void samplerArgumentOutOfRangeIsIgnored() {
    StartupDocument startup =
        of("OTEL_TRACES_SAMPLER", "traceidratio", "OTEL_TRACES_SAMPLER_ARG", "2");
    assertThat(startup.warnings()).singleElement().asString().startsWith("OTEL_TRACES_SAMPLER_ARG");
  }

  @Test
  void systemPropertyWinsOverTheVariable() {
    Lookups lookups =
        new Lookups(
            Map.of("OTEL_TRACES_SAMPLER", "always_on")::get,
            Map.of("otel.traces.sampler", "always_off")::get);
    assertThat(Trees.mapAt(StartupDocument.load(lookups).root(), "tracer_provider"))
        .containsEntry("sampler", tree("{always_off: }"));
  }

  @Test
  void fileReplacesTheVariables() throws IOException {
    Path file = directory.resolve("otel.yaml");
    Files.writeString(
        file,
        """
        file_format: 1.0
        log_level:
        tracer_provider: {sampler: {always_off: }}
        instrumentation/development: {java: {}}
        """);
    StartupDocument startup =
        of("OTEL_CONFIG_FILE", file.toString(), "OTEL_TRACES_SAMPLER", "always_on");
    assertThat(startup.root())
        .isEqualTo(tree("{file_format: '1.0', tracer_provider: {sampler: {always_off: }}}"));
    assertThat(startup.warnings())
        .singleElement()
        .asString()
        .contains("instrumentation/development (line 4)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "file_format: '1.0'\\ntracer_provider: {sampler: {x: }} | tracer_provider.sampler.x (line 2)",
        "tracer_provider: {} | file_format",
        "a: [ | YAML"
      })
  void brokenFileExportsNothingAndSaysWhy(String body, String reason) throws IOException {
    Path file = directory.resolve("broken.yaml");
    Files.writeString(file, body.replace("\\n", "\n"));
    StartupDocument startup = of("OTEL_EXPERIMENTAL_CONFIG_FILE", file.toString());
    assertThat(startup.root()).isEqualTo(Map.of("file_format", "1.0"));
    assertThat(startup.error()).contains("broken.yaml").contains(reason);
  }

  @Test
  void missingFileExportsNothingAndSaysWhy() {
    StartupDocument startup = of("OTEL_CONFIG_FILE", directory.resolve("none.yaml").toString());
    assertThat(startup.error()).contains("none.yaml").contains("cannot be read");
    assertThat(startup.root()).isEqualTo(Map.of("file_format", "1.0"));
  }
}
