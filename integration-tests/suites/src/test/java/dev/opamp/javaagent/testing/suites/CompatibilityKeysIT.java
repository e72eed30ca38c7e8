package dev.opamp.javaagent.testing.suites;

import static dev.opamp.javaagent.testing.suites.TestBed.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatus;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import dev.opamp.javaagent.testing.demo.Traffic;
import dev.opamp.javaagent.testing.server.ConfigText;
import dev.opamp.javaagent.testing.server.fleet.ReceivedMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A running service managed with the keys that servers of other agents send. */
class CompatibilityKeysIT {

  private static final String JSON = "application/json";

  private TestBed bed;

  @BeforeEach
  void start() throws Exception {
    bed = new TestBed();
  }

  @AfterEach
  void stop() {
    bed.close();
  }

  @Test
  void elasticKeysChangeAServiceAndLeaveNothingBehind() throws Exception {
    try (HostProcess service = service("http", "elastic");
        Traffic traffic = new Traffic(TestBed.portOf(service), 50)) {
      UUID uid = bed.awaitAgent("elastic").uid();
      bed.sink.store().await("spans at start", s -> s.spans().size() > 20, PATIENCE);
      String startUp = bed.effectiveConfig(uid);

      assertApplied(elastic(uid, "{\"sampling_rate\": \"0.25\", \"infer_spans\": \"false\"}"));
      assertThat(bed.effectiveConfig(uid)).contains("ratio: 0.25");
      assertThat(sampledShare()).isBetween(0.1, 0.4);

      RemoteConfigStatus unknown =
          elastic(uid, "{\"sampling_rate\": \"1\", \"capture_body\": \"all\"}");
      assertThat(unknown.getStatus()).isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_FAILED);
      assertThat(unknown.getErrorMessage())
          .startsWith("elastic.capture_body (line 1): is not known; known here: sampling_rate, ");
      assertThat(bed.effectiveConfig(uid)).contains("ratio: 0.25");

      assertApplied(elastic(uid, "{\"send_logs\": \"false\"}"));
      Instant silent = Instant.now();
      bed.sink.store().await("spans without logs", s -> spansSince(silent) > 100, PATIENCE);
      assertThat(logsSince(silent)).isZero();

      assertApplied(bed.settled(uid, bed.server.removeConfig(uid)));
      Instant reverted = Instant.now();
      bed.sink.store().await("logs again", s -> logsSince(reverted) > 20, PATIENCE);
      bed.sink.store().await("all spans again", s -> spansSince(reverted) > 40, PATIENCE);
      assertThat(bed.effectiveConfig(uid)).isEqualTo(startUp);
      assertThat(traffic.failures()).isZero();
    }
  }

  @Test
  void pollingIntervalIsSeenAtTheServerAndGoesBack() throws Exception {
    try (HostProcess service = service("http", "polling")) {
      UUID uid = bed.awaitAgent("polling").uid();
      assertApplied(elastic(uid, "{\"opamp_polling_interval\": \"3s\"}"));
      Instant applied = Instant.now();
      bed.server.awaitMessage(uid, m -> pauses(uid, applied).size() >= 3, PATIENCE);
      assertThat(pauses(uid, applied))
          .allSatisfy(pause -> assertThat(pause).isGreaterThan(Duration.ofMillis(2500)));

      assertApplied(bed.settled(uid, bed.server.removeConfig(uid)));
      Instant removed = Instant.now();
      bed.server.awaitMessage(
          uid,
          m -> pauses(uid, removed).stream().filter(CompatibilityKeysIT::isShort).count() >= 2,
          PATIENCE);
      assertThat(service.isAlive()).isTrue();
    }
  }

  @Test
  void policyOfKeyAndValueChangesSamplingAndABrokenOneNothing() throws Exception {
    try (HostProcess service = service("ws", "policies");
        Traffic traffic = new Traffic(TestBed.portOf(service), 50)) {
      UUID uid = bed.awaitAgent("policies").uid();
      bed.sink.store().await("spans at start", s -> s.spans().size() > 20, PATIENCE);

      assertApplied(offer(uid, "vendor", ConfigText.of("{\"sampling_rate\": 0}", JSON)));
      assertNoSpansFromNowOn();

      RemoteConfigStatus broken =
          offer(uid, "vendor", ConfigText.of("{\"sampling_rate\": \"none\"}", JSON));
      assertThat(broken.getStatus()).isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_FAILED);
      assertThat(broken.getErrorMessage())
          .isEqualTo(
              "vendor.sampling_rate (line 1): must be a number from 0 to 1 (in file vendor)");
      assertNoSpansFromNowOn();

      assertApplied(offer(uid, "rate", ConfigText.of("sampling_rate=0.25\n", "text/plain")));
      assertThat(sampledShare()).isBetween(0.1, 0.4);
      assertThat(traffic.failures()).isZero();
    }
  }

  private HostProcess service(String scheme, String name) throws Exception {
    return bed.host(scheme, name).start("-cp", HostProcess.sampleApps(), TestBed.SERVICE);
  }

  private RemoteConfigStatus elastic(UUID uid, String json) throws Exception {
    return offer(uid, "elastic", ConfigText.of(json, JSON));
  }

  private RemoteConfigStatus offer(UUID uid, String name, ConfigText file)
      throws InterruptedException, TimeoutException {
    ByteString hash = bed.server.offerConfig(uid, Map.of(name, file));
    return bed.settled(uid, hash);
  }

  private static void assertApplied(RemoteConfigStatus status) {
    assertThat(status.getErrorMessage()).isEmpty();
    assertThat(status.getStatus()).isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
  }

  /** Logs go on while spans do not: once enough logs came, spans would have come too. */
  private void assertNoSpansFromNowOn() throws Exception {
    Instant now = Instant.now();
    bed.sink.store().await("logs going on", s -> logsSince(now) > 60, PATIENCE);
    assertThat(spansSince(now)).isZero();
  }

  /** Each request makes one log record, and two spans of one trace. */
  private double sampledShare() throws Exception {
    bed.sink.store().clear();
    bed.sink.store().await("200 requests", s -> s.logs().size() >= 200, PATIENCE);
    long spans = bed.sink.store().spans().size();
    return spans / 2.0 / bed.sink.store().logs().size();
  }

  private long spansSince(Instant moment) {
    return bed.sink.store().spans().stream()
        .filter(span -> span.span().getStartTimeUnixNano() > nanos(moment))
        .count();
  }

  private long logsSince(Instant moment) {
    return bed.sink.store().logs().stream()
        .filter(log -> log.record().getObservedTimeUnixNano() > nanos(moment))
        .count();
  }

  private static long nanos(Instant moment) {
    return moment.getEpochSecond() * 1_000_000_000L + moment.getNano();
  }

  /** How long the agent had been silent before each poll without a reason. */
  private List<Duration> pauses(UUID uid, Instant since) {
    List<Duration> pauses = new ArrayList<>();
    Instant before = null;
    for (ReceivedMessage message : bed.server.messages(uid)) {
      if (before != null && before.isAfter(since) && isBare(message.message())) {
        pauses.add(Duration.between(before, message.receivedAt()));
      }
      before = message.receivedAt();
    }
    return pauses;
  }

  private static boolean isShort(Duration pause) {
    return pause.compareTo(Duration.ofSeconds(2)) < 0;
  }

  private static boolean isBare(AgentToServer message) {
    return message.toBuilder()
        .clearInstanceUid()
        .clearSequenceNum()
        .clearCapabilities()
        .build()
        .equals(AgentToServer.getDefaultInstance());
  }
}
