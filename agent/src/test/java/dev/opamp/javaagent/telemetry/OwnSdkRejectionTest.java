package dev.opamp.javaagent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.SdkDocument;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class OwnSdkRejectionTest {

  private static final String SPAN = "tracer_provider: {processors: [{simple: {exporter: {%s}}}]}";
  private static final String METRIC = "meter_provider: {readers: [{periodic: {exporter: {%s}}}]}";
  private static final String SPAN_PATH = "tracer_provider.processors[0].simple.exporter.";
  private static final String METRIC_PATH = "meter_provider.readers[0].periodic.exporter.";

  private final OwnSdkTarget target = new OwnSdkTarget("own", Map.of());

  @AfterEach
  void stop() {
    target.close(1_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          otlp_http: {endpoint: nonsense}                        | otlp_http.endpoint
          otlp_http: {compression: zip}                          | otlp_http.compression
          otlp_http: {timeout: -1}                               | otlp_http.timeout
          otlp_http: {encoding: json}                            | otlp_http.encoding
          otlp_http: {tls: {ca_file: /no/such/file}}             | otlp_http.tls.ca_file
          otlp_http: {colour: red}                               | otlp_http.colour
          otlp_http: {timeout: soon}                             | otlp_http.timeout
          otlp_grpc: {endpoint: "ftp://127.0.0.1:1"}             | otlp_grpc.endpoint
          otlp_file/development: {output_stream: "file:///no/such/x"} | otlp_file/development.output_stream
          otlp_file/development: {output_stream: stderr}         | otlp_file/development.output_stream
          zipkin: {}                                             | zipkin
          """)
  void badSpanExporter_isRefusedAtItsPath(String exporter, String path) {
    assertThat(refused(SPAN.formatted(exporter))).startsWith(SPAN_PATH + path + ": ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          otlp_http: {temporality_preference: sometimes}         | otlp_http.temporality_preference
          console: {temporality_preference: sometimes}           | console.temporality_preference
          otlp_file/development: {temporality_preference: never} | otlp_file/development.temporality_preference
          """)
  void badMetricExporter_isRefusedAtItsPath(String exporter, String path) {
    assertThat(refused(METRIC.formatted(exporter))).startsWith(METRIC_PATH + path + ": ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          instrumentation/development: {java: {x: {y: 1}}}       | instrumentation/development
          colour: {red: 1}                                       | colour
          tracer_provider: {colour: red}                         | tracer_provider.colour
          tracer_provider: {sampler: {nope: }}                   | tracer_provider.sampler.nope
          tracer_provider: {sampler: {jaeger_remote/development: {endpoint: "http://127.0.0.1"}}} | tracer_provider.sampler.jaeger_remote/development
          tracer_provider: {sampler: {trace_id_ratio_based: {ratio: 2.5}}} | tracer_provider.sampler.trace_id_ratio_based.ratio
          tracer_provider: {sampler: {always_on: , always_off: }} | tracer_provider.sampler
          tracer_provider: {processors: [{batch: {}}]}           | tracer_provider.processors[0].batch
          tracer_provider: {processors: [{batch: {max_queue_size: -5, exporter: {console: }}}]} | tracer_provider.processors[0].batch.max_queue_size
          tracer_provider: {limits: {event_count_limit: -1}}     | tracer_provider.limits.event_count_limit
          meter_provider: {readers: [{pull: {exporter: {zabbix: }}}]} | meter_provider.readers[0].pull.exporter.zabbix
          meter_provider: {readers: [{pull: {producers: [{opencensus: }], exporter: {prometheus/development: {port: 0}}}}]} | meter_provider.readers[0].pull.producers
          meter_provider: {readers: [{periodic: {producers: [{opencensus: }], exporter: {console: }}}]} | meter_provider.readers[0].periodic.producers
          meter_provider: {views: [{selector: {instrument_name: x}}]} | meter_provider.views[0]
          resource: {detection/development: {detectors: [{colour: }]}} | resource.detection/development.detectors[0].colour
          propagator: {composite: [{smoke: }]}                   | propagator.composite[0].smoke
          """)
  void keyThatCannotBeHonoured_isRefusedAtItsPath(String document, String path) {
    assertThat(refused(document)).startsWith(path + ": ");
  }

  @Test
  void messagesNeverShowSecrets() {
    String endpoint =
        refused(SPAN.formatted("otlp_http: {endpoint: \"ftp://user:hunter2@127.0.0.1/x\"}"));
    String header =
        refused(SPAN.formatted("otlp_http: {headers_list: \"hunter2-without-equals-sign\"}"));

    assertThat(endpoint).doesNotContain("hunter2").contains("endpoint");
    assertThat(header).doesNotContain("hunter2").contains("headers_list");
  }

  @Test
  void closedTarget_refusesEverything() {
    target.close(1_000);

    assertThat(refused("file_format: \"1.0\"")).contains("shut down");
  }

  private String refused(String yaml) {
    ConfigRejectedException refusal =
        catchThrowableOfType(
            ConfigRejectedException.class,
            () -> target.prepare(SdkDocument.of(Yaml.document(yaml))));
    assertThat(refusal).as(yaml).isNotNull();
    return refusal.getMessage();
  }
}
