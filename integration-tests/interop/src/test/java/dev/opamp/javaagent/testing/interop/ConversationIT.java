package dev.opamp.javaagent.testing.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.opamp.javaagent.testing.sink.OtlpSink;
import dev.opamp.javaagent.testing.suites.HostProcess;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a server built on opamp-go can say to one running agent, in each way to connect. It never
 * tells its capabilities, and its pushed messages have no instance UID.
 */
@ParameterizedClass
@MethodSource("dev.opamp.javaagent.testing.interop.Cell#all")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConversationIT {

  private static final long REPORTS_AVAILABLE_COMPONENTS = 0x4000;
  private static final String SERVICE = "conversing";

  @Parameter private Cell cell;
  private InteropBed bed;
  private HostProcess service;
  private PeerEvent first;
  private String uid;

  @BeforeParameterizedClassInvocation
  void start() throws Exception {
    bed = InteropBed.start(cell);
    service = bed.service(SERVICE);
    first = bed.awaitFirstReport(SERVICE);
    uid = first.uid();
  }

  @AfterParameterizedClassInvocation
  void stop() throws Exception {
    if (service != null) {
      service.close();
    }
    if (bed != null) {
      bed.close();
    }
  }

  @Test
  @Tag("TR-01")
  @Tag("SEQ-03")
  void firstReportIsComplete() throws Exception {
    assertThat(first.sequenceNumber()).isZero();
    assertThat(first.uid()).hasSize(32);
    assertThat(first.capabilities() & 1).isEqualTo(1);
    assertThat(first.attribute("identifyingAttributes", "service.instance.id")).isNotEmpty();
    assertThat(first.has("health")).isTrue();
    awaitEffectiveConfig(0, "tracer_provider");
    assertThat(bed.peer.log(0)).noneMatch(event -> event.is("readError"));
  }

  @Test
  @Tag("HTTP-02")
  @Tag("HTTP-04")
  @Tag("HTTP-05")
  @Tag("HTTP-06")
  @Tag("WS-08")
  void requestIsWhatTheServerExpects() throws Exception {
    PeerEvent request = bed.peer.await("a request", 0, event -> event.is("connecting"));
    if (cell.isWebSocket()) {
      assertThat(request.header("Sec-Websocket-Extensions")).isEmpty();
      assertThat(request.header("Content-Type")).isEmpty();
      return;
    }
    assertThat(request.header("Content-Type")).containsExactly("application/x-protobuf");
    assertThat(request.header("Accept-Encoding")).containsExactly("gzip");
    assertThat(request.header("Opamp-Instance-Uid").get(0).replace("-", "")).isEqualTo(uid);
    assertThat(request.header("Content-Encoding"))
        .isEqualTo(cell.compression() ? List.of("gzip") : List.of());
  }

  @Test
  @Tag("CFG-03")
  @Tag("EFF-03")
  @Tag("CAP-11")
  void remoteConfig_appliedAndEffective() throws Exception {
    int from = bed.peer.now();
    bed.tell(uid, Offer.sampler("good", "trace_id_ratio_based: {ratio: 0.25}"));
    assertThat(bed.awaitStatus(uid, "good", from).path("status").asText())
        .isEqualTo(InteropBed.APPLIED);
    awaitEffectiveConfig(from, "ratio: 0.25");
  }

  @Test
  @Tag("CFG-04")
  @Tag("CFG-06")
  void badConfig_failedWithTheReason() throws Exception {
    JsonNode status = bed.offer(uid, "bad", Offer.sampler("bad", "coin_flip: {}"));
    assertThat(status.path("status").asText()).isEqualTo(InteropBed.FAILED);
    assertThat(status.path("errorMessage").asText()).contains("tracer_provider.sampler.coin_flip");
  }

  /** The example server offers this to whoever accepts remote configuration. */
  @Test
  @Tag("CFG-12")
  void oneNamelessEmptyFile_appliedAndNothingIsOverridden() throws Exception {
    int from = bed.peer.now();
    bed.offer(uid, "before", Offer.sampler("before", "always_off:"));
    awaitEffectiveConfig(from, "always_off");
    int changed = bed.peer.now();
    JsonNode status = bed.offer(uid, "empty", Offer.config("empty", ""));
    assertThat(status.path("status").asText()).as(status.toString()).isEqualTo(InteropBed.APPLIED);
    awaitEffectiveConfig(changed, "parent_based");
  }

  /** The example server answers a status that names its own hash with the same offer again. */
  @Test
  @Tag("CFG-07")
  @Tag("RB-15")
  void sameConfigInEveryReply_isAppliedAndReportedOnce() throws Exception {
    int from = bed.peer.now();
    bed.peer.standing(uid, Offer.sampler("again", "always_on:"));
    bed.awaitStatus(uid, "again", from);
    int applied = bed.peer.now();
    awaitHeartbeats(3);
    bed.peer.standing(uid, "");
    assertThat(bed.peer.log(applied)).noneMatch(event -> event.has("remoteConfigStatus"));
  }

  @Test
  @Tag("ST-08")
  @Tag("ST-09")
  void fullStateIsSentWhenAskedFor() throws Exception {
    PeerEvent answer = bed.askForFullState(uid);
    assertThat(answer.isOf(SERVICE)).isTrue();
    assertThat(answer.sequenceNumber()).isPositive();
  }

  @Test
  @Tag("OWN-01")
  void ownTelemetryGoesWhereTheServerSays() throws Exception {
    try (OtlpSink own = OtlpSink.start()) {
      bed.tell(uid, Offer.ownMetrics(own.httpEndpoint() + "/v1/metrics"));
      own.store().await("the agent's metrics", s -> !s.metrics().isEmpty(), Peer.PATIENCE);
    }
  }

  /** The example server puts this into each of its offers of connection settings. */
  @Test
  @Tag("HB-03")
  @Tag("HB-04")
  @Tag("HTTP-12")
  void heartbeatIntervalOfZero_connectionStaysAndPollingGoesOn() throws Exception {
    int from = bed.peer.now();
    bed.tell(uid, Offer.heartbeat(0));
    if (cell.isWebSocket()) {
      // One may have been on its way.
      Thread.sleep(1000);
      int quiet = bed.peer.now();
      Thread.sleep(3500);
      assertThat(bed.peer.log(quiet)).noneMatch(PeerEvent::isHeartbeat);
    } else {
      awaitHeartbeats(3);
    }
    bed.tell(uid, Offer.heartbeat(1));
    awaitHeartbeats(2);
    assertThat(bed.peer.log(from)).noneMatch(event -> cell.isWebSocket() && event.is("connecting"));
  }

  @Test
  @Tag("CUS-05")
  void customMessage_answeredIfTheCapabilityIsNamedAndIgnoredOtherwise() throws Exception {
    int from = bed.peer.now();
    bed.tell(uid, Offer.custom(InteropBed.CUSTOM_CAPABILITY, "ping", "hello"));
    if (first.message().path("customCapabilities").toString().contains("javaagent.ping")) {
      PeerEvent pong = bed.peer.await("the pong", from, event -> event.has("customMessage"));
      assertThat(pong.message().path("customMessage").path("type").asText()).isEqualTo("pong");
      assertThat(pong.message().path("customMessage").path("data").asText())
          .isEqualTo(Offer.base64("hello"));
    } else {
      awaitHeartbeats(2);
      assertThat(bed.peer.log(from)).noneMatch(event -> event.has("customMessage"));
    }
    int stranger = bed.peer.now();
    bed.tell(uid, Offer.custom("org.example.nobody.has.this", "ping", "hello"));
    awaitHeartbeats(2);
    assertThat(bed.peer.log(stranger)).noneMatch(event -> event.has("customMessage"));
    assertThat(service.isAlive()).isTrue();
  }

  @Test
  @Tag("COMP-04")
  void availableComponentsAreSentIfTheyAreClaimed() throws Exception {
    int from = bed.peer.now();
    bed.tell(uid, Offer.AVAILABLE_COMPONENTS);
    if ((first.capabilities() & REPORTS_AVAILABLE_COMPONENTS) != 0) {
      PeerEvent answer = bed.peer.await("components", from, this::hasComponents);
      assertThat(answer.message().path("availableComponents").path("hash").asText()).isNotEmpty();
    } else {
      awaitHeartbeats(2);
      assertThat(bed.peer.log(from)).noneMatch(event -> event.has("availableComponents"));
    }
  }

  private boolean hasComponents(PeerEvent event) {
    return !event.message().path("availableComponents").path("components").isEmpty();
  }

  @Test
  @Tag("CMD-03")
  @Tag("CMD-05")
  void restartCommand_farewellThenTheSameAgentAgain() throws Exception {
    int from = bed.peer.now();
    bed.tell(uid, Offer.RESTART);
    PeerEvent farewell =
        bed.peer.await("the farewell", from, event -> event.has("agentDisconnect"));
    PeerEvent again =
        bed.peer.await(
            "the next report",
            farewell.number() + 1,
            event -> event.uid().equals(uid) && event.has("health"));
    assertThat(again.sequenceNumber()).isEqualTo(farewell.sequenceNumber() + 1);
    assertThat(again.connection()).isGreaterThan(farewell.connection());
    assertThat(service.isAlive()).isTrue();
  }

  @Test
  @Tag("ID-06")
  @Tag("ID-13")
  void assignedInstanceUid_isUsedFromThenOn() throws Exception {
    byte[] assigned = new byte[16];
    Arrays.fill(assigned, (byte) 0x42);
    String expected = HexFormat.of().formatHex(assigned);
    int from = bed.peer.now();
    bed.tell(uid, Offer.instanceUid(assigned));
    PeerEvent report =
        bed.peer.await(
            "a report under the new UID",
            from,
            event -> event.uid().equals(expected) && event.isFullReport());
    uid = expected;
    assertThat(report.attribute("identifyingAttributes", "service.instance.id"))
        .isEqualTo(first.attribute("identifyingAttributes", "service.instance.id"));
    if (!cell.isWebSocket()) {
      PeerEvent request =
          bed.peer.await("a later request", report.number(), e -> e.is("connecting"));
      assertThat(request.header("Opamp-Instance-Uid").get(0).replace("-", "")).isEqualTo(expected);
    }
  }

  private void awaitHeartbeats(int number) throws Exception {
    for (int i = 0; i < number; i++) {
      bed.peer.await("a heartbeat", bed.peer.now(), PeerEvent::isHeartbeat);
    }
  }

  private void awaitEffectiveConfig(int from, String part) throws Exception {
    bed.peer.await(
        "an effective config with " + part,
        from,
        event -> InteropBed.effectiveConfig(event).contains(part));
  }
}
