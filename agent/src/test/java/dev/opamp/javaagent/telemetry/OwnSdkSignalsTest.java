package dev.opamp.javaagent.telemetry;

import static dev.opamp.javaagent.telemetry.OwnSdkFixture.logs;
import static dev.opamp.javaagent.telemetry.OwnSdkFixture.metrics;
import static dev.opamp.javaagent.telemetry.OwnSdkFixture.traces;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OwnSdkSignalsTest {

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
  void metricReaderSwap_deliversTheLastValuesToTheOldEndpoint() throws Exception {
    LongCounter held = sdk.openTelemetry.getMeter("test").counterBuilder("hits").build();
    sdk.apply(metrics(sdk.a));
    held.add(1);
    sdk.apply(metrics(sdk.b));
    held.add(1);

    assertThat(sdk.flush()).isTrue();
    assertThat(sdk.b.metricNames()).contains("hits");
    await().untilAsserted(() -> assertThat(sdk.a.metricNames()).contains("hits"));
  }

  @Test
  void metricIntervalSwap_exportsWithoutAFlush() throws Exception {
    LongCounter held = sdk.openTelemetry.getMeter("test").counterBuilder("hits").build();
    sdk.apply(metrics(sdk.a));
    held.add(1);
    sdk.apply(metrics(sdk.b).replace("60000", "50"));
    held.add(1);

    await()
        .untilAsserted(
            () -> assertThat(sdk.b.metricNames()).filteredOn("hits"::equals).hasSizeGreaterThan(3));
  }

  @Test
  void viewSwap_renamesAndDrops() throws Exception {
    LongCounter hits = sdk.openTelemetry.getMeter("test").counterBuilder("hits").build();
    LongCounter noise = sdk.openTelemetry.getMeter("test").counterBuilder("noise").build();
    sdk.apply(
        metrics(sdk.a)
            + """
              views:
                - {selector: {instrument_name: hits}, stream: {name: renamed}}
                - {selector: {instrument_name: noise}, stream: {aggregation: {drop: }}}
            """);
    hits.add(1);
    noise.add(1);

    assertThat(sdk.flush()).isTrue();
    assertThat(sdk.a.metricNames()).containsExactly("renamed");
  }

  @Test
  void metricReaderTimeout_boundsTheExporter() throws Exception {
    LongCounter hits = sdk.openTelemetry.getMeter("test").counterBuilder("hits").build();
    sdk.apply(metrics(sdk.a).replace("interval: 60000", "interval: 60000, timeout: 100"));
    CountDownLatch gate = sdk.a.hold();
    hits.add(1);
    sdk.flush();

    assertThat(gate.getCount()).isEqualTo(1);
    await()
        .untilAsserted(
            () -> assertThat(Stats.of(sdk.target, "metrics")).containsEntry("failed", 1L));
  }

  @Test
  void metricsOffAndOn_worksForTheInstrumentHeldAllAlong() throws Exception {
    LongCounter held = sdk.openTelemetry.getMeter("test").counterBuilder("hits").build();
    sdk.apply(metrics(sdk.a));
    sdk.apply("file_format: \"1.0\"\n");
    held.add(1);
    sdk.apply(metrics(sdk.b));
    held.add(1);

    assertThat(sdk.flush()).isTrue();
    assertThat(sdk.b.metricNames()).containsExactly("hits");
    assertThat(sdk.target.inForce().tree()).containsOnlyKeys("meter_provider");
  }

  @Test
  void consoleExporterOfLogs_leavesStdoutToTheHost() throws Exception {
    PrintStream stdout = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true));
    try {
      sdk.apply("logger_provider: {processors: [{simple: {exporter: {console: }}}]}");
      sdk.openTelemetry.getLogsBridge().get("test").logRecordBuilder().setBody("a").emit();
    } finally {
      System.setOut(stdout);
    }

    assertThat(printed.size()).isZero();
    assertThat(Stats.of(sdk.target, "logs")).containsEntry("exported", 1L);
  }

  @Test
  void logsSwapOffAndOn_worksForTheLoggerHeldAllAlong() throws Exception {
    Logger held = sdk.openTelemetry.getLogsBridge().get("test");
    sdk.apply(logs(sdk.a));
    held.logRecordBuilder().setBody("a").emit();
    sdk.apply(logs(sdk.b));
    held.logRecordBuilder().setBody("b").emit();
    assertThat(sdk.flush()).isTrue();
    sdk.apply("file_format: \"1.0\"\n");
    held.logRecordBuilder().setBody("unseen").emit();
    sdk.apply(logs(sdk.b));
    held.logRecordBuilder().setBody("c").emit();

    assertThat(sdk.flush()).isTrue();
    assertThat(sdk.b.logRecords()).hasSize(2);
    await().untilAsserted(() -> assertThat(sdk.a.logRecords()).hasSize(1));
  }

  @Test
  void loggerConfiguratorAndLimitsSwap_keepTheProcessors() throws Exception {
    Logger held = sdk.openTelemetry.getLogsBridge().get("test");
    sdk.apply(logs(sdk.a));
    List<Part<?>> parts = sdk.target.parts();
    sdk.apply(
        logs(sdk.a)
            + "  limits: {attribute_count_limit: 1}\n"
            + "  logger_configurator/development:\n"
            + "    default_config: {minimum_severity: error}\n");
    held.logRecordBuilder().setSeverity(Severity.INFO).setBody("quiet").emit();
    held.logRecordBuilder()
        .setSeverity(Severity.ERROR)
        .setAttribute("k1", "v")
        .setAttribute("k2", "v")
        .emit();

    assertThat(sdk.flush()).isTrue();
    assertThat(sdk.a.logRecords()).extracting(record -> record.count(6)).containsExactly(1);
    assertThat(sdk.target.parts()).isEqualTo(parts);
    assertThat(held.isEnabled(Severity.INFO)).isFalse();
  }

  @Test
  void resource_hasTheDocumentAboveTheAgentAboveTheSdk() throws Exception {
    assertThat(sdk.target.resourceAttributes())
        .containsEntry("service.name", "unknown_service:java")
        .containsEntry("service.instance.id", "the-instance")
        .containsEntry("telemetry.sdk.language", "java");
    sdk.apply(
        """
        resource:
          attributes_list: "host.name=listed,team=blue"
          attributes: [{name: host.name, value: stated}, {name: n, value: 3, type: int}]
          detection/development: {detectors: [{service: }]}
        """
            + traces("{always_on: }", sdk.a));
    sdk.spans(sdk.tracer(), "s", 1);

    assertThat(sdk.flush()).isTrue();
    assertThat(sdk.target.resourceAttributes())
        .containsEntry("host.name", "stated")
        .containsEntry("team", "blue")
        .containsEntry("n", 3L)
        .containsEntry("service.instance.id", "the-instance");
    assertThat(sdk.a.spans().get(0).resourceAttributes())
        .containsEntry("host.name", "stated")
        .containsEntry("service.instance.id", "the-instance");
  }

  @Test
  void propagatorSwap_reachesThePropagatorAlreadyHeld() throws Exception {
    TextMapPropagator held = sdk.openTelemetry.getPropagators().getTextMapPropagator();
    assertThat(injected(held)).isEmpty();
    sdk.apply("propagator: {composite: [{tracecontext: }]}");
    assertThat(injected(held)).containsOnlyKeys("traceparent");
    sdk.apply("propagator: {composite_list: \"b3\"}");
    assertThat(injected(held)).containsOnlyKeys("b3");
    sdk.apply("file_format: \"1.0\"");
    assertThat(injected(held)).isEmpty();
  }

  @Test
  void inForce_isWhatWasBuilt() throws Exception {
    String yaml =
        "file_format: \"1.0\"\n" + traces("{always_on: }", sdk.a) + metrics(sdk.a) + logs(sdk.a);
    sdk.apply(yaml);

    assertThat(sdk.target.inForce().tree()).isEqualTo(Yaml.document(yaml));
  }

  @Test
  void stats_countFailuresAndForgetTheErrorOnceExportsWorkAgain() throws Exception {
    sdk.apply(traces("{always_on: }", sdk.a));
    sdk.a.answer(400);
    sdk.spans(sdk.tracer(), "refused", 2);
    sdk.flush();
    assertThat(Stats.of(sdk.target, "traces"))
        .containsEntry("failed", 2L)
        .containsEntry("last_error", "HTTP status 400");
    sdk.a.answer(200);
    sdk.spans(sdk.tracer(), "taken", 3);

    // A flush right behind another one may be answered with the result of the first.
    await().until(() -> sdk.flush() && Stats.of(sdk.target, "traces").get("exported").equals(3L));
    assertThat(Stats.of(sdk.target, "traces"))
        .containsEntry("failed", 2L)
        .doesNotContainKey("last_error");
  }

  @Test
  void stats_countWhatAFullQueueDropped_andKeepItWhenThePipelineIsGone() throws Exception {
    sdk.apply(
        traces("{always_on: }", sdk.a)
            .replace("60000", "60000, max_queue_size: 4, max_export_batch_size: 4"));
    CountDownLatch gate = sdk.a.hold();
    sdk.spans(sdk.tracer(), "s", 100);
    assertThat(dropped()).isPositive();
    gate.countDown();
    assertThat(sdk.flush()).isTrue();
    long dropped = dropped();
    assertThat(dropped + (long) Stats.of(sdk.target, "traces").get("exported")).isEqualTo(100);
    sdk.apply(traces("{always_on: }", sdk.b));

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(dropped()).isEqualTo(dropped));
    assertThat((List<?>) Stats.of(sdk.target, "traces").get("pipelines")).hasSize(1);
  }

  @Test
  void everyThreadOfTheSdkIsADaemon() throws Exception {
    sdk.apply(traces("{always_on: }", sdk.a) + metrics(sdk.a) + logs(sdk.a));
    sdk.openTelemetry.getMeter("test").counterBuilder("hits").build().add(1);
    sdk.spans(sdk.tracer(), "s", 1);
    sdk.flush();
    sdk.apply(traces("{always_on: }", sdk.b));

    List<Thread> ours =
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().matches("(?i).*(batch|periodic|okhttp|opamp-agent).*"))
            .toList();
    assertThat(ours).hasSizeGreaterThan(3).allMatch(Thread::isDaemon);
    assertThat(ours)
        .filteredOn(t -> t.getName().equals("opamp-agent-retire"))
        .isNotEmpty()
        .allMatch(t -> t.getContextClassLoader() == null);
  }

  @Test
  void close_keepsItsDeadlineWhenTheReceiverNeverAnswers() throws Exception {
    sdk.apply(traces("{always_on: }", sdk.a) + metrics(sdk.a) + logs(sdk.a));
    sdk.openTelemetry.getMeter("test").counterBuilder("hits").build().add(1);
    sdk.spans(sdk.tracer(), "s", 1);
    CountDownLatch gate = sdk.a.hold();
    long start = System.nanoTime();

    assertThat(sdk.target.close(200)).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    assertThat(gate.getCount()).isEqualTo(1);
  }

  private long dropped() {
    return (long) Stats.of(sdk.target, "traces").get("dropped");
  }

  private static Map<String, String> injected(TextMapPropagator propagator) {
    SpanContext parent =
        SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331",
            TraceFlags.getSampled(),
            TraceState.getDefault());
    Map<String, String> carrier = new HashMap<>();
    propagator.inject(Context.root().with(Span.wrap(parent)), carrier, Map::put);
    return carrier;
  }
}
