package dev.opamp.javaagent.owntelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opamp.javaagent.log.LogLevel;
import dev.opamp.javaagent.opamp.AgentDescriptions;
import dev.opamp.javaagent.opamp.OwnTelemetryOffer;
import dev.opamp.javaagent.opamp.RemoteConfigState;
import dev.opamp.javaagent.opamp.SessionState;
import dev.opamp.javaagent.opamp.TelemetryDestination;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OwnTelemetryTest {

  private static final Duration FAST = Duration.ofMillis(100);
  private static final Map<String, Object> RESOURCE =
      Map.of(
          "service.name",
          "s",
          "service.instance.id",
          "i",
          "process.pid",
          42L,
          "flag",
          true,
          "list",
          List.of("a", "b"));

  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
  private final Queue<String> exports = new ConcurrentLinkedQueue<>();
  private FakeOtlpSink sink;
  private OwnTelemetry own;

  @BeforeEach
  void start() throws Exception {
    sink = new FakeOtlpSink();
    own = telemetry(uri -> null);
  }

  @AfterEach
  void stop() {
    sink.hold.countDown();
    own.close();
    sink.close();
  }

  private OwnTelemetry telemetry(DestinationPolicy policy) {
    return new OwnTelemetry(
        new OwnTelemetryOptions(FAST, FAST, Duration.ofSeconds(2), policy),
        RESOURCE,
        body -> {
          Thread thread = new Thread(body, "own-telemetry-test");
          thread.setDaemon(true);
          threads.add(thread);
          return thread;
        },
        (signal, error) -> exports.add(signal + ":" + error));
  }

  private static TelemetryDestination to(String url) {
    return new TelemetryDestination(url, Map.of());
  }

  private static OwnTelemetryOffer metricsTo(String url) {
    return new OwnTelemetryOffer(to(url), null, null);
  }

  private Map<String, Metric> metricsAt(String uri) {
    return sink.metrics(uri).stream()
        .collect(Collectors.toMap(Metric::getName, Function.identity(), (a, b) -> b));
  }

  @Test
  @Tag("OWN-01")
  @Tag("OWN-02")
  @Tag("OWN-12")
  void metricsArePostedAsProtobufToExactlyTheOfferedUrlWithItsHeaders() {
    Map<String, String> headers = Map.of("X-Key", "one");
    assertThat(
            own.apply(
                new OwnTelemetryOffer(
                    new TelemetryDestination(sink.url("/custom/p?x=1"), headers), null, null)))
        .isEmpty();
    await().until(() -> !sink.at("/custom/p?x=1").isEmpty());
    FakeOtlpSink.Request request = sink.requests.get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.header("Content-Type")).isEqualTo("application/x-protobuf");
    assertThat(request.header("X-Key")).isEqualTo("one");
    assertThat(metricsAt("/custom/p?x=1")).containsKey("opamp.agent.messages");

    int before = sink.requests.size();
    own.apply(
        new OwnTelemetryOffer(
            new TelemetryDestination(sink.url("/custom/p?x=1"), Map.of("X-Key", "two")),
            null,
            null));
    await()
        .until(
            () ->
                sink.requests.stream()
                    .skip(before)
                    .anyMatch(each -> "two".equals(each.header("X-Key"))));
  }

  @Test
  @Tag("OWN-16")
  void withoutADestinationNothingIsBuiltOrSent() {
    own.sessionMetrics().onConnectAttempt();
    own.applyRecorder().applied(new byte[] {1}, RemoteConfigState.APPLIED, List.of(), 0);
    own.logRecords().emit(LogLevel.WARN, "Test", "text", null, 1);
    assertThat(threads).isEmpty();
    assertThat(sink.requests).isEmpty();
  }

  @Test
  @Tag("OWN-05")
  @Tag("OWN-06")
  @Tag("IDN-16")
  void processJvmAndAgentMetricsHaveTheNamesAndUnitsOfTheConventions() {
    own.sessionMetrics().onConnectAttempt();
    own.sessionMetrics().onState(SessionState.READY, null);
    own.sessionMetrics().onState(SessionState.BACKING_OFF, "gone");
    own.sessionMetrics().onState(SessionState.READY, null);
    own.sessionMetrics().onMessageSent(10);
    own.sessionMetrics().onMessageReceived(7);
    own.sessionMetrics().onMessageReceived(8);
    own.applyRecorder()
        .applied(new byte[] {1}, RemoteConfigState.FAILED, List.of(), 2_000_000_000L);

    own.apply(metricsTo(sink.url("/m")));
    // The first export may come before the JVM's metrics are all there.
    await()
        .until(
            () ->
                metricsAt("/m")
                    .keySet()
                    .containsAll(Set.of("jvm.memory.used", "jvm.thread.count")));
    Map<String, Metric> found = metricsAt("/m");

    assertThat(found)
        .extractingFromEntries(entry -> entry.getKey() + " " + entry.getValue().getUnit())
        .contains(
            "process.uptime s",
            "process.cpu.time s",
            "process.memory.usage By",
            "process.memory.virtual By",
            "process.thread.count {thread}",
            "process.unix.file_descriptor.count {file_descriptor}",
            "jvm.memory.used By",
            "jvm.thread.count {thread}",
            "jvm.cpu.time s",
            "opamp.agent.connection.attempts {attempt}",
            "opamp.agent.config.apply.duration s");
    assertThat(found.get("process.cpu.time").getSum().getIsMonotonic()).isTrue();
    assertThat(found.get("process.cpu.time").getSum().getDataPointsList())
        .extracting(point -> attribute(point, "cpu.mode"))
        .containsExactlyInAnyOrder("user", "system");
    assertThat(found.get("process.memory.usage").getSum().getIsMonotonic()).isFalse();
    assertThat(found.keySet().stream().filter(name -> name.startsWith("process."))).hasSize(6);
    assertThat(found.get("opamp.agent.connection.reconnects").getSum().getDataPoints(0).getAsInt())
        .isEqualTo(1);
    assertThat(points(found, "opamp.agent.messages", "network.io.direction"))
        .isEqualTo(Map.of("transmit", 1L, "receive", 2L));
    assertThat(points(found, "opamp.agent.io", "network.io.direction"))
        .isEqualTo(Map.of("transmit", 10L, "receive", 15L));
    assertThat(points(found, "opamp.agent.offers", "opamp.agent.offer.outcome"))
        .isEqualTo(Map.of("applied", 0L, "failed", 1L));
    assertThat(points(found, "opamp.agent.connection.state", "opamp.agent.state"))
        .containsEntry("ready", 1L)
        .containsEntry("backing_off", 0L);
    assertThat(
            found.get("opamp.agent.config.apply.duration").getHistogram().getDataPoints(0).getSum())
        .isEqualTo(2.0);
  }

  private static String attribute(NumberDataPoint point, String key) {
    return point.getAttributesList().stream()
        .filter(each -> each.getKey().equals(key))
        .map(each -> each.getValue().getStringValue())
        .findFirst()
        .orElse("");
  }

  private static Map<String, Long> points(Map<String, Metric> found, String name, String key) {
    return found.get(name).getSum().getDataPointsList().stream()
        .collect(Collectors.toMap(point -> attribute(point, key), NumberDataPoint::getAsInt));
  }

  @Test
  @Tag("OWN-04")
  void metricsComeAtTheIntervalAndThatIsTenSecondsByDefault() {
    own.apply(metricsTo(sink.url("/m")));
    await().until(() -> sink.at("/m").size() >= 3);
    long gap = sink.at("/m").get(2).nanos() - sink.at("/m").get(0).nanos();
    assertThat(gap).isGreaterThan(FAST.toNanos());
    assertThat(OwnTelemetryOptions.DEFAULT.metricInterval()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  @Tag("OWN-10")
  @Tag("OWN-11")
  @Tag("OWN-20")
  @Tag("IDN-03")
  @Tag("DESC-02")
  void theResourceIsTheIdentityAndFollowsItsChanges() {
    own.apply(metricsTo(sink.url("/m")));
    await().until(() -> !sink.at("/m").isEmpty());
    assertThat(sink.resource("/m"))
        .isEqualTo(RESOURCE)
        .containsAllEntriesOf(AgentDescriptions.of(RESOURCE).identifying());

    Map<String, Object> next = Map.of("service.name", "s", "service.instance.id", "i", "late", "x");
    own.updateResource(next);
    await().until(() -> sink.resource("/m").equals(next));
  }

  @Test
  @Tag("OWN-08")
  @Tag("OWN-09")
  void aNewDestinationReplacesTheOldOneAndAnAbsentOneChangesNothing() throws Exception {
    own.apply(metricsTo(sink.url("/old")));
    await().until(() -> !sink.at("/old").isEmpty());
    own.apply(new OwnTelemetryOffer(null, to(sink.url("/spans")), null));
    int soFar = sink.at("/old").size();
    await().until(() -> sink.at("/old").size() > soFar);

    try (FakeOtlpSink second = new FakeOtlpSink()) {
      own.apply(metricsTo(second.url("/new")));
      await().until(() -> second.at("/new").size() >= 5);
      int afterSwitch = sink.at("/old").size();
      await().until(() -> second.at("/new").size() >= 10);
      assertThat(sink.at("/old").size()).isEqualTo(afterSwitch);
      assertThat(own.destinations().metrics()).isEqualTo(to(second.url("/new")));
      assertThat(own.destinations().traces()).isEqualTo(to(sink.url("/spans")));
      own.close();
    }
  }

  @Test
  void theSameDestinationAgainBuildsNothing() {
    own.apply(metricsTo(sink.url("/m")));
    await().until(() -> sink.at("/m").size() >= 2);
    int built = threads.size();
    own.apply(metricsTo(sink.url("/m")));
    assertThat(threads).hasSize(built);
  }

  @Test
  void aRestartBuildsEverythingAnewTowardsTheSameDestination() {
    own.apply(metricsTo(sink.url("/m")));
    await().until(() -> !sink.at("/m").isEmpty());
    int built = threads.size();
    own.rebuild();
    int sent = sink.at("/m").size();
    assertThat(threads).hasSizeGreaterThan(built);
    assertThat(own.destinations().metrics()).isEqualTo(to(sink.url("/m")));
    await().until(() -> sink.at("/m").size() > sent + 2);
  }

  @Test
  @Tag("OWN-17")
  void anUnusableDestinationIsRefusedAsAWholeAndTheOldOneStays() {
    own.apply(metricsTo(sink.url("/m")));
    String secret = "http://user:hunter2@";
    for (String bad : List.of("", "  ", "ftp://host/x", "http:///x", "::", secret, "relative/p")) {
      assertThat(own.apply(new OwnTelemetryOffer(to(bad), to(sink.url("/t")), null)))
          .singleElement()
          .asString()
          .startsWith("own_metrics: destination_endpoint")
          .doesNotContain("hunter2");
    }
    assertThat(
            own.apply(
                new OwnTelemetryOffer(
                    null,
                    new TelemetryDestination(
                        sink.url("/t"), Map.of("Key", "a\r\nInjected: hunter2")),
                    null)))
        .containsExactly("own_traces: the value of header Key is not valid");
    assertThat(own.destinations().metrics()).isEqualTo(to(sink.url("/m")));
    assertThat(own.destinations().traces()).isNull();
  }

  @Test
  @Tag("OWN-03")
  void aLocalPolicyRefusesPlainHttpAndNothingIsSent() {
    OwnTelemetry strict =
        telemetry(uri -> "https".equals(uri.getScheme()) ? null : "plain http is not allowed");
    assertThat(strict.apply(metricsTo(sink.url("/m"))))
        .containsExactly("own_metrics: plain http is not allowed");
    assertThat(threads).isEmpty();
    strict.close();
    assertThat(sink.requests).isEmpty();
  }

  @Test
  @Tag("OWN-07")
  void anAppliedOfferIsOneSpanAndNothingElseIsTraced() {
    own.apply(new OwnTelemetryOffer(to(sink.url("/m")), to(sink.url("/t")), null));
    await().until(() -> !sink.at("/m").isEmpty());
    own.applyRecorder()
        .applied(new byte[] {0, (byte) 0xaf}, RemoteConfigState.FAILED, List.of(), 5_000);
    List<String> steps = List.of("tracer_provider.sampler: parameter swap");
    own.applyRecorder().applied(new byte[] {1}, RemoteConfigState.APPLIED, steps, 0);
    own.close();

    assertThat(sink.spans("/t")).extracting(Span::getName).containsOnly("opamp.config.apply");
    assertThat(sink.spans("/t")).hasSize(2);
    Span failed = sink.spans("/t").get(0);
    assertThat(failed.getEndTimeUnixNano() - failed.getStartTimeUnixNano()).isEqualTo(5_000);
    assertThat(failed.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(failed.getAttributesList())
        .extracting(each -> each.getKey() + "=" + each.getValue().getStringValue())
        .contains("opamp.config.hash=00af", "opamp.agent.offer.outcome=failed");
    Span applied = sink.spans("/t").get(1);
    assertThat(applied.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
    assertThat(applied.getAttributesList())
        .filteredOn(each -> each.getKey().equals("opamp.config.steps"))
        .flatExtracting(each -> each.getValue().getArrayValue().getValuesList())
        .extracting(each -> each.getStringValue())
        .isEqualTo(steps);
  }

  @Test
  @Tag("OWN-07")
  void logRecordsAreSentWithSeverityAndTime() {
    own.apply(new OwnTelemetryOffer(null, null, to(sink.url("/l"))));
    own.logRecords()
        .emit(LogLevel.WARN, "OpampSession", "hello", new IllegalStateException("why"), 123);
    await().until(() -> !sink.logs("/l").isEmpty());
    io.opentelemetry.proto.logs.v1.LogRecord record = sink.logs("/l").get(0);
    assertThat(record.getBody().getStringValue()).isEqualTo("hello");
    assertThat(record.getSeverityText()).isEqualTo("WARN");
    assertThat(record.getSeverityNumberValue()).isEqualTo(13);
    assertThat(record.getTimeUnixNano()).isEqualTo(123);
    assertThat(record.getAttributesList())
        .extracting(each -> each.getValue().getStringValue())
        .contains("java.lang.IllegalStateException", "why");
  }

  @Test
  void aRecordLoggedByAnExportIsNotExported() {
    sink.status = 400;
    OwnTelemetry[] itself = new OwnTelemetry[1];
    AtomicLong logged = new AtomicLong();
    itself[0] =
        new OwnTelemetry(
            new OwnTelemetryOptions(FAST, FAST, Duration.ofSeconds(2), uri -> null),
            RESOURCE,
            body -> {
              Thread thread = new Thread(body);
              thread.setDaemon(true);
              return thread;
            },
            (signal, error) -> {
              logged.incrementAndGet();
              itself[0].logRecords().emit(LogLevel.WARN, "Health", "export " + error, null, 1);
            });
    itself[0].apply(new OwnTelemetryOffer(null, null, to(sink.url("/l"))));
    itself[0].logRecords().emit(LogLevel.WARN, "Test", "one", null, 1);
    await().until(() -> logged.get() == 1);
    itself[0].close();
    assertThat(sink.logs("/l"))
        .extracting(record -> record.getBody().getStringValue())
        .containsExactly("one");
  }

  @Test
  void aFailedExportIsCountedAndTold() {
    sink.status = 400;
    own.apply(new OwnTelemetryOffer(to(sink.url("/m")), null, to(sink.url("/l"))));
    own.logRecords().emit(LogLevel.WARN, "Test", "lost", null, 1);
    await().until(() -> exports.stream().anyMatch(each -> each.startsWith("LOGS:export failed")));
    await()
        .until(
            () -> {
              Metric dropped = metricsAt("/m").get("opamp.agent.telemetry.dropped");
              return dropped != null
                  && points(Map.of("d", dropped), "d", "opamp.agent.signal").get("logs") == 1L;
            });
    sink.status = 200;
    await().until(() -> exports.contains("METRICS:null"));
  }

  @Test
  @Tag("OWN-21")
  void closingFlushesALastTimeAndDoesNotWaitForASinkThatHangs() {
    own.apply(new OwnTelemetryOffer(null, null, to(sink.url("/l"))));
    own.logRecords().emit(LogLevel.INFO, "Test", "the last", null, 1);
    own.close();
    assertThat(sink.logs("/l")).hasSize(1);

    OwnTelemetry stuck = telemetry(uri -> null);
    sink.hold = new CountDownLatch(1);
    stuck.apply(new OwnTelemetryOffer(to(sink.url("/m")), to(sink.url("/t")), to(sink.url("/l"))));
    stuck.logRecords().emit(LogLevel.INFO, "Test", "stuck", null, 1);
    long before = System.nanoTime();
    stuck.close();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    assertThat(stuck.apply(metricsTo(sink.url("/m")))).containsExactly("the agent is stopping");
  }

  @Test
  void theGlobalOpenTelemetryOfTheApplicationIsNotTouchedAndAllThreadsAreDaemons() {
    GlobalOpenTelemetry.resetForTest();
    own.apply(new OwnTelemetryOffer(to(sink.url("/m")), to(sink.url("/t")), to(sink.url("/l"))));
    own.logRecords().emit(LogLevel.INFO, "Test", "x", null, 1);
    own.applyRecorder().applied(new byte[] {1}, RemoteConfigState.APPLIED, List.of(), 0);
    await()
        .until(
            () -> !sink.at("/m").isEmpty() && !sink.at("/t").isEmpty() && !sink.at("/l").isEmpty());
    assertThat(GlobalOpenTelemetry.isSet()).isFalse();
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(
            thread -> thread.getName().matches("(?i).*(okhttp|batch|periodic|own-telemetry).*"))
        .isNotEmpty()
        .allMatch(Thread::isDaemon);
  }
}
