package dev.opamp.javaagent.testing.suites;

import static dev.opamp.javaagent.testing.suites.TestBed.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.ComponentHealth;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatus;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import dev.opamp.javaagent.testing.demo.Traffic;
import dev.opamp.javaagent.testing.server.Entries;
import dev.opamp.javaagent.testing.sink.OtlpSink;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A running service follows its configuration file, with and without a server. */
class ConfigFileReloadIT {

  private static final String DOCUMENT =
      """
      file_format: "1.0"
      resource:
        attributes:
          - {name: service.name, value: reload}
          - {name: generation, value: %s}
      tracer_provider:
        sampler: {%s: }
        processors:
          - batch: {schedule_delay: 100, exporter: {otlp_http: {endpoint: "%s/v1/traces"}}}
      logger_provider:
        processors:
          - batch: {schedule_delay: 100, exporter: {otlp_http: {endpoint: "%s/v1/logs"}}}
      """;

  @TempDir Path dir;
  private TestBed bed;

  @BeforeEach
  void start() throws Exception {
    bed = new TestBed();
  }

  @AfterEach
  void stop() {
    bed.close();
  }

  private HostProcess.Builder unmanaged(FollowedFile file) {
    return HostProcess.java()
        .env("OTEL_CONFIG_FILE", file.path().toString())
        .env("XDG_STATE_HOME", dir.resolve("state").toString());
  }

  private static HostProcess run(HostProcess.Builder host) throws Exception {
    return host.start("-cp", HostProcess.sampleApps(), TestBed.SERVICE);
  }

  private static String document(
      String generation, String sampler, OtlpSink traces, OtlpSink logs) {
    return DOCUMENT.formatted(generation, sampler, traces.httpEndpoint(), logs.httpEndpoint());
  }

  private String document(String generation) {
    return document(generation, "always_on", bed.sink, bed.sink);
  }

  private static void awaitSpans(OtlpSink sink, String generation) throws Exception {
    sink.store().await("spans of " + generation, s -> spansOf(sink, generation) > 20, PATIENCE);
  }

  private static long spansOf(OtlpSink sink, String generation) {
    return sink.store().spans().stream()
        .filter(span -> generation.equals(span.resource().get("generation")))
        .count();
  }

  @ParameterizedTest
  @EnumSource
  void serviceWithoutServerFollowsItsFile(FollowedFile.Way way) throws Exception {
    FollowedFile file = new FollowedFile(dir, way);
    file.write(document("one"));
    try (OtlpSink second = OtlpSink.start();
        HostProcess service = run(unmanaged(file));
        Traffic traffic = new Traffic(TestBed.portOf(service), 50)) {
      awaitSpans(bed.sink, "one");

      file.write(document("two", "always_on", second, bed.sink));
      awaitSpans(second, "two");
      assertThat(spansOf(bed.sink, "two")).isZero();
      long before = spansOf(bed.sink, "one");

      file.write(document("three", "always_off", second, bed.sink));
      bed.sink
          .store()
          .await(
              "logs of three",
              s -> s.logs().stream().anyMatch(l -> "three".equals(l.resource().get("generation"))),
              PATIENCE);
      Instant off = Instant.now();
      int logs = bed.sink.store().logs().size();
      bed.sink.store().await("logs going on", s -> s.logs().size() > logs + 60, PATIENCE);
      assertThat(startedAfter(off, second)).isZero();
      assertThat(spansOf(bed.sink, "one")).isEqualTo(before);

      assertThat(traffic.failures()).isZero();
      assertThat(service.stderr()).isEmpty();
      assertThat(service.stdout().lines()).hasSize(1);
      assertThat(threadsOf(service))
          .contains("opamp-agent-apply")
          .doesNotContain("opamp-agent-session")
          .doesNotContain("opamp-agent-ws");
    }
    assertThat(dir.resolve("state")).doesNotExist();
  }

  private static String threadsOf(HostProcess service) throws Exception {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process print =
        new ProcessBuilder(jcmd.toString(), String.valueOf(service.pid()), "Thread.print")
            .redirectErrorStream(true)
            .start();
    return new String(print.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static long startedAfter(Instant moment, OtlpSink sink) {
    long nanos = moment.getEpochSecond() * 1_000_000_000L + moment.getNano();
    return sink.store().spans().stream()
        .filter(span -> span.span().getStartTimeUnixNano() > nanos)
        .count();
  }

  @Test
  void fileThatComesLaterIsTakenUpAndTroubleIsToldByOwnTelemetry() throws Exception {
    FollowedFile file = new FollowedFile(dir, FollowedFile.Way.IN_PLACE);
    try (HostProcess service =
            run(unmanaged(file).env("OTEL_OPAMP_OWN_TELEMETRY_ENDPOINT", bed.sink.httpEndpoint()));
        Traffic traffic = new Traffic(TestBed.portOf(service), 50)) {
      service.awaitErrorLine(l -> l.contains("nothing is exported"), PATIENCE);
      bed.sink.store().await("own metrics", s -> !s.metrics().isEmpty(), Duration.ofSeconds(60));
      file.write(document("late"));
      awaitSpans(bed.sink, "late");

      file.write("file_format: \"1.0\"\ntracer_provider:\n  sampler: {always_of: }\n");
      service.awaitErrorLine(
          l ->
              l.contains(file.path().toString())
                  && l.contains("tracer_provider.sampler.always_of (line 3)"),
          PATIENCE);
      bed.sink
          .store()
          .await(
              "the agent's own log",
              s -> s.logs().stream().anyMatch(log -> log.toString().contains("always_of")),
              PATIENCE);
      long before = spansOf(bed.sink, "late");
      bed.sink
          .store()
          .await("spans going on", s -> spansOf(bed.sink, "late") > before + 60, PATIENCE);
      assertThat(traffic.failures()).isZero();
    }
  }

  @Test
  void agentThatIsSwitchedOffReadsNoFile() throws Exception {
    FollowedFile file = new FollowedFile(dir, FollowedFile.Way.IN_PLACE);
    file.write(document("none"));
    try (HostProcess service = run(unmanaged(file).env("OTEL_OPAMP_ENABLED", "false"))) {
      URI hello = URI.create("http://127.0.0.1:" + TestBed.portOf(service) + "/hello");
      HttpClient client = HttpClient.newHttpClient();
      for (int i = 0; i < 100; i++) {
        HttpRequest request = HttpRequest.newBuilder(hello).build();
        assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
      }
      service.terminate();
      service.awaitExit(Duration.ofSeconds(20));
      assertThat(bed.sink.store().spans()).isEmpty();
      assertThat(bed.sink.store().logs()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void remoteConfigurationStaysLaidOverTheFile(FollowedFile.Way way) throws Exception {
    FollowedFile file = new FollowedFile(dir, way);
    file.write(document("one"));
    try (HostProcess service =
            run(bed.host("ws", "reload").env("OTEL_CONFIG_FILE", file.path().toString()));
        Traffic traffic = new Traffic(TestBed.portOf(service), 50)) {
      UUID uid = bed.awaitAgent("reload").uid();
      awaitSpans(bed.sink, "one");
      awaitConfigFile(health -> health.getHealthy());

      ByteString quarter =
          bed.server.offerYaml(
              uid,
              "file_format: \"1.0\"\ntracer_provider:\n  sampler:\n"
                  + "    trace_id_ratio_based: {ratio: 0.25}\n");
      assertApplied(bed.settled(uid, quarter), quarter);
      file.write(document("two"));
      awaitEffective(config -> config.contains("two") && config.contains("ratio: 0.25"));
      awaitSpans(bed.sink, "two");
      assertThat(sampledShare()).isBetween(0.1, 0.4);

      file.write(document("bad", "always_of", bed.sink, bed.sink));
      ComponentHealth bad = awaitConfigFile(health -> !health.getHealthy());
      assertThat(bad.getStatus()).isEqualTo("degraded");
      assertThat(bad.getLastError())
          .contains(file.path().toString())
          .contains("tracer_provider.sampler.always_of (line 7)");
      long before = spansOf(bed.sink, "two");
      bed.sink
          .store()
          .await("spans going on", s -> spansOf(bed.sink, "two") > before + 20, PATIENCE);
      assertThat(bed.effectiveConfig(uid)).contains("two").doesNotContain("always_of");
      assertApplied(bed.server.agent(uid).orElseThrow().remoteConfigStatus(), quarter);

      file.write(document("three"));
      awaitConfigFile(health -> health.getHealthy());
      awaitSpans(bed.sink, "three");
      ByteString none = bed.server.removeConfig(uid);
      assertApplied(bed.settled(uid, none), none);
      awaitEffective(config -> config.contains("three") && !config.contains("ratio: 0.25"));
      assertThat(sampledShare()).isGreaterThan(0.8);
      assertThat(traffic.failures()).isZero();
      assertThat(statuses(uid)).allMatch(status -> !status.contains("FAILED"));
    }
  }

  private Stream<String> statuses(UUID uid) {
    return bed.server.messages(uid).stream()
        .filter(received -> received.message().hasRemoteConfigStatus())
        .map(received -> received.message().getRemoteConfigStatus().getStatus().name());
  }

  private ComponentHealth awaitConfigFile(Predicate<ComponentHealth> condition) throws Exception {
    return configFile(
        bed.server
            .awaitAgent(
                agent -> {
                  ComponentHealth health = agent.state().getHealth();
                  return Entries.below(health).containsKey("config_file")
                      && condition.test(configFile(health));
                },
                PATIENCE)
            .state()
            .getHealth());
  }

  private static ComponentHealth configFile(ComponentHealth health) {
    return Objects.requireNonNull(Entries.below(health).get("config_file"));
  }

  private void awaitEffective(Predicate<String> condition) throws Exception {
    bed.server.awaitAgent(
        agent -> condition.test(agent.effectiveConfig("opentelemetry.yaml")), PATIENCE);
  }

  /** Each request makes one log record, and two spans of one trace. */
  private double sampledShare() throws Exception {
    bed.sink.store().clear();
    bed.sink.store().await("200 requests", s -> s.logs().size() >= 200, PATIENCE);
    return bed.sink.store().spans().size() / 2.0 / bed.sink.store().logs().size();
  }

  private static void assertApplied(RemoteConfigStatus status, ByteString hash) {
    assertThat(status.getErrorMessage()).isEmpty();
    assertThat(status.getStatus()).isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
    assertThat(status.getLastRemoteConfigHash()).isEqualTo(hash);
  }
}
