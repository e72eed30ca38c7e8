package dev.opamp.javaagent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.opamp.javaagent.telemetry.attach.AttachedApplication;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Applications on older and newer APIs than the one that the SDK was made for send what those on
 * that one do, follow changes, and never meet an exception.
 */
@ParameterizedClass
@MethodSource("versions")
class OtherApisTest {

  private static final long FLUSH_MILLIS = 20_000;
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";

  @Parameter private String version;

  private final FakeOtlpReceiver receiver = receiver();
  private AttachedApplication application;

  private static List<String> versions() {
    return AttachedApplication.apiVersions();
  }

  private static FakeOtlpReceiver receiver() {
    try {
      return new FakeOtlpReceiver();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeEach
  void start() throws Exception {
    application =
        new AttachedApplication(
            version, document("{always_on: }", "*", "{attribute_keys: {included: [kept]}}"));
  }

  @AfterEach
  void stop() throws Exception {
    application.close();
    receiver.close();
  }

  private Map<String, Object> document(String sampler, String instruments, String stream) {
    String url = receiver.url();
    return Yaml.document(
        """
        propagator: {composite: [{tracecontext: }, {baggage: }, {b3multi: }, {jaeger: }]}
        tracer_provider:
          sampler: %s
          processors:
            - batch: {schedule_delay: 60000, exporter: {otlp_http: {endpoint: "%s/v1/traces"}}}
        meter_provider:
          readers:
            - periodic: {interval: 60000, exporter: {otlp_http: {endpoint: "%s/v1/metrics"}}}
          views:
            - selector: {instrument_name: "%s"}
              stream: %s
        logger_provider:
          processors:
            - batch: {schedule_delay: 60000, exporter: {otlp_http: {endpoint: "%s/v1/logs"}}}
        """,
        sampler, url, url, instruments, stream, url);
  }

  private boolean hasGauges() {
    return minor() >= 38;
  }

  private boolean hasLogs() {
    return minor() >= 27;
  }

  private int minor() {
    return Integer.parseInt(version.split("\\.")[1]);
  }

  private void flush() {
    assertThat(application.sdk().flush(FLUSH_MILLIS)).isTrue();
  }

  @Test
  void spansArriveWithEverythingInThem() throws Exception {
    assertThat(application.run("spans")).as("flags: sampled, random").isEqualTo("03");
    flush();

    Map<String, Span> spans = new TreeMap<>();
    spans().forEach(span -> spans.put(span.getName(), span));
    assertThat(spans).containsOnlyKeys("parent", "child, renamed", "root");
    Span parent = spans.get("parent");
    assertThat(hex(parent.getTraceId())).isEqualTo(TRACE);
    assertThat(hex(parent.getParentSpanId())).isEqualTo(PARENT);
    assertThat(parent.getTraceState()).isEqualTo("vendor=x");
    assertThat(parent.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(keys(parent.getAttributesList()))
        .containsExactlyInAnyOrder("text", "number", "fraction", "flag");
    Span child = spans.get("child, renamed");
    assertThat(hex(child.getTraceId())).isEqualTo(TRACE);
    assertThat(child.getParentSpanId()).isEqualTo(parent.getSpanId());
    assertThat(child.getLinks(0).getSpanId()).isEqualTo(parent.getSpanId());
    assertThat(keys(child.getLinks(0).getAttributesList())).containsExactly("link");
    assertThat(child.getEventsList())
        .extracting(Span.Event::getName)
        .containsExactly("event", "exception");
    assertThat(keys(child.getEvents(0).getAttributesList())).containsExactly("of the event");
    assertThat(child.getAttributes(0).getValue().getArrayValue().getValues(0).getStringValue())
        .isEqualTo("element");
    assertThat(child.getStatus().getMessage()).isEqualTo("failed");
    assertThat(spans.get("root").getParentSpanId().isEmpty()).isTrue();
  }

  @Test
  void everyKindOfInstrumentArrivesWithTheAttributesThatTheViewKeeps() throws Exception {
    application.run("metrics");
    List<String> expected =
        new ArrayList<>(
            List.of(
                "counter 2.0 [kept]",
                "counter.double 2.5 [kept]",
                "up_down -3.0 [kept]",
                "up_down.double -3.5 [kept]",
                "histogram 4.5 [kept]",
                "histogram.long 5.0 [kept]",
                "observed.counter 1.0 [kept]",
                "observed.up_down -1.5 [kept]",
                "observed.gauge 3.0 [kept]",
                "observed.batch 2.5 []"));
    if (hasGauges()) {
      application.run("gauges");
      expected.addAll(List.of("gauge 6.5 [kept]", "gauge.long 7.0 [kept]"));
    }
    flush();

    assertThat(metrics())
        .filteredOn(metric -> !metric.getName().startsWith("otlp.exporter"))
        .map(OtherApisTest::describe)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void logsArriveWhereTheApiHasThem() throws Exception {
    if (hasLogs()) {
      application.run("logs");
    }
    flush();

    assertThat(logs()).hasSize(hasLogs() ? 1 : 0);
    for (LogRecord record : logs()) {
      assertThat(record.getBody().getStringValue()).isEqualTo("message");
      assertThat(record.getSeverityText()).isEqualTo("warning");
      assertThat(record.getSeverityNumberValue()).isEqualTo(13);
      assertThat(hex(record.getTraceId())).isEqualTo(TRACE);
      assertThat(hex(record.getSpanId())).isEqualTo(PARENT);
      assertThat(keys(record.getAttributesList()))
          .containsExactlyInAnyOrder("number", "kept", "dropped");
    }
  }

  @Test
  void contextGoesOutInAllFormats() {
    assertThat(application.run("inject"))
        .isEqualTo(
            Map.of(
                "traceparent",
                "00-" + TRACE + "-" + PARENT + "-01",
                "tracestate",
                "vendor=x",
                "baggage",
                "tenant=shop",
                "X-B3-TraceId",
                TRACE,
                "X-B3-SpanId",
                PARENT,
                "X-B3-Sampled",
                "1",
                "uber-trace-id",
                TRACE + ":" + PARENT + ":0:1",
                "uberctx-tenant",
                "shop"));
  }

  @Test
  void contextComesInInAllFormatsShortIdsIncluded() {
    assertThat(
            List.of(
                application.run("traceparent=00-" + TRACE + "-" + PARENT + "-03\nbaggage=tenant=a"),
                application.run("X-B3-TraceId=8448eb211c80319c\nX-B3-SpanId=" + PARENT),
                application.run("uber-trace-id=80319c:203331:0:1\nuberctx-tenant=b")))
        .containsExactly(
            TRACE + " " + PARENT + " 03 a",
            "00000000000000008448eb211c80319c " + PARENT + " 00 null",
            "0000000000000000000000000080319c 0000000000203331 01 b");
  }

  @Test
  void changesAreFollowedWhileTheApplicationRuns() throws Exception {
    application.run("spans");
    application.run("metrics");
    flush();
    int spans = spans().size();
    receiver.requests().clear();

    application.apply(document("{always_off: }", "counter*", "{aggregation: {drop: }}"));
    application.run("spans");
    application.run("metrics");
    flush();
    assertThat(spans()).isEmpty();
    application.apply(
        document("{trace_id_ratio_based: {ratio: 1.0}}", "counter", "{name: renamed}"));
    receiver.requests().clear();
    application.run("spans");
    application.run("metrics");
    flush();
    assertThat(spans()).hasSize(spans);
    assertThat(metrics()).extracting(Metric::getName).contains("renamed");
  }

  private static String describe(Metric metric) {
    switch (metric.getDataCase()) {
      case SUM:
        return describe(metric, metric.getSum().getDataPoints(0));
      case GAUGE:
        return describe(metric, metric.getGauge().getDataPoints(0));
      default:
        return metric.getName()
            + " "
            + metric.getHistogram().getDataPoints(0).getSum()
            + " "
            + keys(metric.getHistogram().getDataPoints(0).getAttributesList());
    }
  }

  private static String describe(
      Metric metric, io.opentelemetry.proto.metrics.v1.NumberDataPoint point) {
    double value = point.hasAsInt() ? point.getAsInt() : point.getAsDouble();
    return metric.getName() + " " + value + " " + keys(point.getAttributesList());
  }

  private static List<String> keys(List<KeyValue> attributes) {
    return attributes.stream().map(KeyValue::getKey).toList();
  }

  private static String hex(com.google.protobuf.ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private List<Span> spans() throws InvalidProtocolBufferException {
    List<Span> all = new ArrayList<>();
    for (byte[] body : bodies("/v1/traces")) {
      ExportTraceServiceRequest.parseFrom(body)
          .getResourceSpansList()
          .forEach(r -> r.getScopeSpansList().forEach(s -> all.addAll(s.getSpansList())));
    }
    return all;
  }

  private List<Metric> metrics() throws InvalidProtocolBufferException {
    List<Metric> all = new ArrayList<>();
    for (byte[] body : bodies("/v1/metrics")) {
      ExportMetricsServiceRequest.parseFrom(body)
          .getResourceMetricsList()
          .forEach(r -> r.getScopeMetricsList().forEach(s -> all.addAll(s.getMetricsList())));
    }
    return all;
  }

  private List<LogRecord> logs() throws InvalidProtocolBufferException {
    List<LogRecord> all = new ArrayList<>();
    for (byte[] body : bodies("/v1/logs")) {
      ExportLogsServiceRequest.parseFrom(body)
          .getResourceLogsList()
          .forEach(r -> r.getScopeLogsList().forEach(s -> all.addAll(s.getLogRecordsList())));
    }
    return all;
  }

  private Collection<byte[]> bodies(String path) {
    return receiver.requests().stream()
        .filter(request -> request.path().equals(path))
        .map(FakeOtlpReceiver.Request::body)
        .toList();
  }
}
