package dev.opamp.javaagent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opamp.javaagent.config.ConfigRejectedException;
import io.opentelemetry.api.incubator.logs.ExtendedLogRecordBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.YamlDeclarativeConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.internal.ComponentProvider;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Components that a document names and the agent has to find. */
@Timeout(60)
class NamedComponentsTest {

  @TempDir Path directory;
  private OwnSdkFixture sdk;

  @BeforeEach
  void start() throws Exception {
    sdk = new OwnSdkFixture();
  }

  @AfterEach
  void stop() {
    sdk.close();
  }

  @ParameterizedTest
  @CsvSource({
    "tracecontext, traceparent",
    "b3, b3",
    "b3multi, X-B3-TraceId",
    "jaeger, uber-trace-id",
    "ottrace, ot-tracer-traceid",
    "xray, X-Amzn-Trace-Id"
  })
  void propagatorInjectsItsHeader(String name, String header) throws Exception {
    sdk.apply("propagator: {composite: [{" + name + ": }]}\ntracer_provider: {processors: []}");

    assertThat(injected().keySet()).contains(header);
  }

  @Test
  void compositeAndListAreMergedWithoutRepetition() throws Exception {
    sdk.apply(
        "propagator: {composite: [{tracecontext: }, {b3: }], composite_list: 'b3,xray,jaeger'}\n"
            + "tracer_provider: {processors: []}");

    assertThat(fields())
        .contains("traceparent", "b3", "X-Amzn-Trace-Id", "uber-trace-id")
        .doesNotHaveDuplicates();
  }

  private Collection<String> fields() {
    return sdk.openTelemetry.getPropagators().getTextMapPropagator().fields();
  }

  private Map<String, String> injected() {
    Map<String, String> headers = new TreeMap<>();
    Span span = sdk.tracer().spanBuilder("s").startSpan();
    sdk.openTelemetry
        .getPropagators()
        .getTextMapPropagator()
        .inject(Context.root().with(span), headers, (map, key, value) -> map.put(key, value));
    span.end();
    return headers;
  }

  @Test
  void unknownPropagatorOfTheList_isRefused() {
    assertThatExceptionOfType(ConfigRejectedException.class)
        .isThrownBy(() -> sdk.prepare("propagator: {composite_list: 'tracecontext,smoke'}"))
        .withMessageStartingWith("propagator.composite_list: ");
  }

  @Test
  void alwaysRecord_recordsWhatItsRootDoesNotSample() throws Exception {
    sdk.apply(OwnSdkFixture.traces("{always_record: {root: {always_off: }}}", sdk.a));
    Span span = sdk.tracer().spanBuilder("s").startSpan();

    assertThat(span.isRecording()).isTrue();
    assertThat(span.getSpanContext().isSampled()).isFalse();
  }

  @Test
  void bridgeTurnsEventsIntoEventsOfTheSpan() throws Exception {
    Path file = directory.resolve("traces.jsonl");
    sdk.apply(
        "tracer_provider: {processors: [{simple: {exporter: {otlp_file/development:"
            + " {output_stream: '"
            + file.toUri()
            + "'}}}}]}\n"
            + "logger_provider: {processors: [{event_to_span_event_bridge/development: }]}");
    Span span = sdk.tracer().spanBuilder("s").startSpan();
    try (Scope scope = span.makeCurrent()) {
      ((ExtendedLogRecordBuilder) sdk.openTelemetry.getLogsBridge().get("l").logRecordBuilder())
          .setEventName("sold.out")
          .emit();
    }
    span.end();
    sdk.flush();

    assertThat(Files.readString(file)).contains("\"events\":[{").contains("sold.out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"console", "otlp_file/development"})
  void localExporters_haveTemporalityAndAggregation(String name) {
    ComponentLoader loader = new AgentComponents(NamedComponentsTest.class.getClassLoader());
    Map<String, Object> document =
        Map.of(
            "temporality_preference", "delta",
            "default_histogram_aggregation", "base2_exponential_bucket_histogram");
    MetricExporter exporter =
        ComponentLoader.loadList(loader, ComponentProvider.class).stream()
            .filter(provider -> provider.getType() == MetricExporter.class)
            .filter(provider -> provider.getName().equals(name))
            .map(
                provider ->
                    provider.create(YamlDeclarativeConfigProperties.create(document, loader)))
            .map(MetricExporter.class::cast)
            .findFirst()
            .orElseThrow();

    assertThat(exporter.getAggregationTemporality(InstrumentType.COUNTER))
        .isEqualTo(AggregationTemporality.DELTA);
    assertThat(exporter.getDefaultAggregation(InstrumentType.HISTOGRAM))
        .isEqualTo(Aggregation.base2ExponentialBucketHistogram());
    exporter.shutdown();
  }

  @Test
  void fileGetsDeltasAndExponentialHistograms() throws Exception {
    Path file = directory.resolve("metrics.jsonl");
    sdk.apply(
        "meter_provider: {readers: [{periodic: {interval: 600000, exporter: {otlp_file/development:"
            + " {output_stream: '"
            + file.toUri()
            + "', temporality_preference: delta,"
            + " default_histogram_aggregation: base2_exponential_bucket_histogram}}}}]}");
    sdk.openTelemetry.getMeter("m").histogramBuilder("h").build().record(3);
    assertThat(sdk.flush()).isTrue();

    List<String> lines = Files.readAllLines(file);
    assertThat(lines)
        .singleElement()
        .asString()
        .contains("\"exponentialHistogram\"", "\"aggregationTemporality\":1");
  }

  @ParameterizedTest
  @CsvSource({"host, host.arch", "process, process.pid", "service, service.instance.id"})
  void detectorAddsItsAttributes(String detector, String attribute) throws Exception {
    sdk.apply("resource: {detection/development: {detectors: [{" + detector + ": }]}}");

    assertThat(sdk.target.resourceAttributes()).containsKey(attribute);
  }

  @Test
  void detectedAttributesAreFiltered() throws Exception {
    sdk.apply(
        "resource: {detection/development: {attributes: {included: ['process.*'], excluded:"
            + " [process.pid]}, detectors: [{host: }, {process: }, {container: }]}}");

    assertThat(sdk.target.resourceAttributes().keySet())
        .contains("process.runtime.name")
        .doesNotContain("process.pid", "host.arch", "os.type");
  }
}
