package dev.opamp.javaagent.testing.suites;

import static dev.opamp.javaagent.testing.suites.TestBed.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatus;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import dev.opamp.javaagent.testing.demo.Traffic;
import dev.opamp.javaagent.testing.server.fleet.AgentSnapshot;
import dev.opamp.javaagent.testing.sink.OtlpSink;
import dev.opamp.javaagent.testing.sink.ReceivedExport;
import dev.opamp.javaagent.testing.sink.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes pushed to a running service, seen at the sink, over both transports. */
class LiveChangeIT {

  private TestBed bed;

  @BeforeEach
  void start() throws Exception {
    bed = new TestBed();
  }

  @AfterEach
  void stop() {
    bed.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "http"})
  @Tag("TR-01")
  @Tag("TR-06")
  @Tag("CFG-03")
  @Tag("CFG-11")
  @Tag("CFG-24")
  @Tag("EFF-01")
  @Tag("EFF-03")
  void samplerEndpointAndHeadersChangeWithoutRestartAndRevertExactly(String scheme)
      throws Exception {
    try (OtlpSink second = OtlpSink.start();
        HostProcess service =
            bed.host(scheme, "live").start("-cp", HostProcess.sampleApps(), TestBed.SERVICE);
        Traffic traffic = new Traffic(TestBed.portOf(service), 50)) {
      UUID uid = bed.awaitAgent("live").uid();
      bed.sink.store().await("spans at start", s -> s.spans().size() > 20, PATIENCE);
      bed.sink.store().await("metrics at start", s -> !s.metrics().isEmpty(), PATIENCE);
      bed.sink.store().await("logs at start", s -> !s.logs().isEmpty(), PATIENCE);
      String startUp = bed.effectiveConfig(uid);
      assertThat(startUp).contains("parent_based");

      ByteString quarter =
          bed.server.offerYaml(uid, sampler("trace_id_ratio_based: {ratio: 0.25}"));
      assertApplied(bed.settled(uid, quarter), quarter);
      assertThat(bed.effectiveConfig(uid)).contains("ratio: 0.25");
      assertThat(sampledShare()).isBetween(0.1, 0.4);

      ByteString off = bed.server.offerYaml(uid, sampler("always_off:"));
      assertApplied(bed.settled(uid, off), off);
      assertThat(bed.effectiveConfig(uid)).contains("always_off");
      assertNoSpanStartedAfter(Instant.now(), bed.sink);

      ByteString moved =
          bed.server.offerYaml(uid, exporter(second, "X-Team: blue", "s3cret-t0ken"));
      assertApplied(bed.settled(uid, moved), moved);
      second.store().await("spans at the second sink", s -> s.spans().size() > 20, PATIENCE);
      ReceivedExport export = second.store().exports(Signal.TRACES).get(0);
      assertThat(export.headers()).containsEntry("x-team", "blue");
      assertThat(export.headers()).containsEntry("authorization", "s3cret-t0ken");
      assertThat(bed.effectiveConfig(uid))
          .contains(second.httpEndpoint())
          .doesNotContain("s3cret-t0ken");
      assertNoSpanStartedAfter(Instant.now(), bed.sink);

      ByteString none = bed.server.removeConfig(uid);
      assertApplied(bed.settled(uid, none), none);
      Instant reverted = Instant.now();
      bed.sink
          .store()
          .await("spans after the revert", s -> startedAfter(reverted, bed.sink) > 20, PATIENCE);
      assertThat(bed.effectiveConfig(uid)).isEqualTo(startUp);
      assertThat(traffic.failures()).isZero();
      assertThat(service.isAlive()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "http"})
  @Tag("CFG-18")
  void lastWorkingConfigIsInForceBeforeTheServerIsReached(String scheme) throws Exception {
    java.nio.file.Path state = java.nio.file.Files.createTempDirectory("opamp-state");
    ByteString hash;
    try (HostProcess service =
        bed.host(scheme, "kept")
            .env("OTEL_OPAMP_STATE_DIR", state.toString())
            .start("-cp", HostProcess.sampleApps(), TestBed.SERVICE)) {
      UUID uid = bed.awaitAgent("kept").uid();
      hash = bed.server.offerYaml(uid, sampler("always_off:"));
      assertApplied(bed.settled(uid, hash), hash);
      service.terminate();
      service.awaitExit(Duration.ofSeconds(20));
    }
    bed.server.stop();
    bed.sink.store().clear();
    try (HostProcess service =
            bed.host(scheme, "kept")
                .env("OTEL_OPAMP_STATE_DIR", state.toString())
                .start("-cp", HostProcess.sampleApps(), TestBed.SERVICE);
        Traffic traffic = new Traffic(TestBed.portOf(service), 50)) {
      bed.sink.store().await("logs of the second run", s -> s.logs().size() > 100, PATIENCE);
      assertThat(bed.sink.store().spans()).isEmpty();
      bed.server.start();
      AgentSnapshot agent = bed.awaitAgent("kept");
      assertThat(agent.remoteConfigStatus().getLastRemoteConfigHash()).isEqualTo(hash);
      assertThat(agent.remoteConfigStatus().getStatus())
          .isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
    }
  }

  /** Each request makes one log record, and two spans of one trace. */
  private double sampledShare() throws Exception {
    bed.sink.store().clear();
    bed.sink.store().await("200 requests", s -> s.logs().size() >= 200, PATIENCE);
    Instant end = Instant.now();
    long spans = bed.sink.store().spans().size();
    long requests = bed.sink.store().logs().stream().filter(log -> log.at().isBefore(end)).count();
    return spans / 2.0 / requests;
  }

  private static void assertApplied(RemoteConfigStatus status, ByteString hash) {
    assertThat(status.getErrorMessage()).isEmpty();
    assertThat(status.getStatus()).isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
    assertThat(status.getLastRemoteConfigHash()).isEqualTo(hash);
  }

  private static String sampler(String sampler) {
    return "file_format: \"1.0\"\ntracer_provider:\n  sampler:\n    " + sampler + "\n";
  }

  private static String exporter(OtlpSink sink, String header, String token) {
    return """
        file_format: "1.0"
        tracer_provider:
          processors:
            - batch:
                schedule_delay: 100
                exporter:
                  otlp_http:
                    endpoint: %s/v1/traces
                    headers:
                      - name: %s
                        value: %s
                      - name: Authorization
                        value: %s
        """
        .formatted(sink.httpEndpoint(), header.split(": ")[0], header.split(": ")[1], token);
  }

  /** Logs go on while spans do not: once enough logs came, spans would have come too. */
  private static void assertNoSpanStartedAfter(Instant moment, OtlpSink sink) throws Exception {
    int logs = sink.store().logs().size();
    sink.store().await("logs going on", s -> s.logs().size() > logs + 60, PATIENCE);
    assertThat(startedAfter(moment, sink)).isZero();
  }

  private static long startedAfter(Instant moment, OtlpSink sink) {
    long nanos = moment.getEpochSecond() * 1_000_000_000L + moment.getNano();
    return sink.store().spans().stream()
        .filter(span -> span.span().getStartTimeUnixNano() > nanos)
        .count();
  }
}
