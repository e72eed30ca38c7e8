package dev.opamp.javaagent.testing.suites;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsStatus;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsStatuses;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatus;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import dev.opamp.javaagent.testing.server.Entries;
import dev.opamp.javaagent.testing.server.fleet.AgentSnapshot;
import dev.opamp.javaagent.testing.server.fleet.OwnTelemetry;
import dev.opamp.javaagent.testing.sink.OtlpSink;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Hosts that need every processor while they start: the agent lets them go first. */
@Tag("JVM-03")
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere a JVM cannot see what it uses")
class StartDelayIT {

  private static final String BUSY = "dev.opamp.javaagent.testing.apps.BusyStart";

  /** Longer than a test. */
  private static final String FOR_EVER = "300";

  /** What nobody waits for begins then at the latest. */
  private static final Duration REST = Duration.ofSeconds(10);

  private static final String HEAD = "file_format: \"1.0\"\n";
  private static final String ALWAYS_OFF = "tracer_provider: {sampler: {always_off: {}}}\n";
  private static final String STATE = "OTEL_OPAMP_STATE_DIR";

  @TempDir private Path state;
  private TestBed bed;

  @BeforeEach
  void start() throws IOException {
    bed = new TestBed();
  }

  @AfterEach
  void stop() {
    bed.close();
  }

  private HostProcess.Builder host(String name, String delay) {
    return bed.host("ws", name).env("OTEL_OPAMP_START_DELAY", delay);
  }

  private static HostProcess busy(HostProcess.Builder host, String seconds) throws Exception {
    HostProcess process = host.start("-cp", HostProcess.sampleApps(), BUSY, seconds);
    process.awaitLine("busy"::equals, TestBed.PATIENCE);
    return process;
  }

  private static boolean hasAnSdk(AgentSnapshot agent) {
    return Entries.below(agent.state().getHealth()).containsKey("sdk/own");
  }

  @Test
  void theAgentBeginsWhenTheStartIsOver() throws Exception {
    try (HostProcess host = busy(host("patient", "1h"), "3")) {
      bed.awaitAgent("patient");

      assertThat(host.age()).isGreaterThan(Duration.ofSeconds(3));
      assertThat(host.stderr()).isEmpty();
    }
  }

  @Test
  void aStartThatTakesLongIsNotWaitedForLongerThanAllowed() throws Exception {
    try (HostProcess host = busy(host("long", "3s"), FOR_EVER)) {
      bed.awaitAgent("long");

      assertThat(host.age()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(10));
    }
  }

  @Test
  void theFirstUseOfTelemetryEndsTheDelayAndIsNotLost() throws Exception {
    try (HostProcess host = busy(host("using", "1h"), FOR_EVER)) {
      host.sendLine("span");

      bed.sink
          .store()
          .await(
              "the first span",
              sink -> sink.spans().stream().anyMatch(span -> span.name().equals("first")),
              TestBed.PATIENCE);
    }
  }

  /** With and without the API of OpenTelemetry on the class path. */
  @Tag("ST-02")
  @Tag("COMP-01")
  @ParameterizedTest(name = "{0}")
  @MethodSource("classPaths")
  void theServerSeesABusyHostBeforeAnSdkIsBuiltAndAnOfferIsProvenAllTheSame(
      String name, String classPath) throws Exception {
    try (HostProcess host = host(name, "500ms").start("-cp", classPath, BUSY, FOR_EVER)) {
      AgentSnapshot agent = bed.awaitAgent(name);
      assertThat(hasAnSdk(agent)).isFalse();
      assertThat(agent.effectiveConfig("opentelemetry.yaml")).contains("parent_based");
      assertFull(bed.server.messages(agent.uid()).get(0).message());

      // The schema lets any name pass: only who builds a propagator sees that there is none.
      RemoteConfigStatus refused =
          bed.offer(agent.uid(), HEAD + "propagator: {composite_list: no-such}\n");
      RemoteConfigStatus applied = bed.offer(agent.uid(), HEAD + ALWAYS_OFF);

      assertThat(refused.getStatus()).isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_FAILED);
      assertThat(refused.getErrorMessage()).contains("propagator.composite_list", "target own");
      assertThat(applied.getStatus()).isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
      assertThat(bed.effectiveConfig(agent.uid())).contains("always_off");
      assertThat(host.age()).as("not by the end of the delay").isLessThan(REST);
      assertThat(statuses(agent.uid()))
          .as("the refused one was never in force")
          .containsOnlyOnce(RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
      bed.server.awaitAgent(StartDelayIT::hasAnSdk, TestBed.PATIENCE);
    }
  }

  private static void assertFull(AgentToServer first) {
    assertThat(first.getAgentDescription().getIdentifyingAttributesCount()).isPositive();
    assertThat(first.getHealth().getHealthy()).isTrue();
    assertThat(first.getEffectiveConfig().getConfigMap().getConfigMapCount()).isPositive();
    assertThat(first.getAvailableComponents().getHash().isEmpty()).isFalse();
    assertThat(first.hasCustomCapabilities()).isTrue();
  }

  static List<Arguments> classPaths() {
    return List.of(
        Arguments.of("with", HostProcess.sampleApps()),
        Arguments.of("without", System.getProperty("sample.apps.bare.jar")));
  }

  private List<RemoteConfigStatuses> statuses(UUID uid) {
    return bed.server.messages(uid).stream()
        .filter(received -> received.message().hasRemoteConfigStatus())
        .map(received -> received.message().getRemoteConfigStatus().getStatus())
        .toList();
  }

  @Test
  void ownTelemetryWaitsForTheEndOfABusyStart() throws Exception {
    try (OtlpSink own = OtlpSink.start();
        HostProcess host = busy(host("watched", "500ms"), "6")) {
      UUID uid = bed.awaitAgent("watched").uid();
      assertThat(host.age()).isLessThan(Duration.ofSeconds(6));

      ByteString hash =
          bed.server.offerOwnTelemetry(
              uid, new OwnTelemetry(own.httpEndpoint() + "/v1/metrics", null, null, Map.of()));

      ConnectionSettingsStatus status =
          bed.server.awaitConnectionStatus(uid, hash, TestBed.PATIENCE);
      assertThat(host.age()).isBetween(Duration.ofSeconds(6), REST);
      assertThat(status.getStatus())
          .isEqualTo(ConnectionSettingsStatuses.ConnectionSettingsStatuses_APPLIED);
      own.store().await("metrics", sink -> !sink.metrics().isEmpty(), TestBed.PATIENCE);
    }
  }

  @Test
  void whatWasInForceBeforeIsProvenWithoutWaiting() throws Exception {
    UUID uid;
    try (HostProcess host = busy(host("again", "500ms").env(STATE, state.toString()), "0")) {
      uid = bed.awaitAgent("again").uid();
      RemoteConfigStatus applied = bed.offer(uid, HEAD + ALWAYS_OFF);
      assertThat(applied.getStatus()).isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
      host.endInput();
      host.awaitExit(TestBed.PATIENCE);
    }
    try (HostProcess host = busy(host("again", "500ms").env(STATE, state.toString()), FOR_EVER)) {
      AgentSnapshot agent =
          bed.server.awaitAgent(
              each -> each.uid().equals(uid) && each.connected() && hasAnSdk(each),
              TestBed.PATIENCE);

      assertThat(agent.effectiveConfig("opentelemetry.yaml")).contains("always_off");
      assertThat(host.age()).isLessThan(REST);
    }
  }

  @Test
  void anAgentThatIsAttachedLaterDoesNotWait() throws Exception {
    try (HostProcess host = busy(host("late", "1h").withoutAgent(), FOR_EVER);
        HostProcess attach =
            HostProcess.java()
                .withoutAgent()
                .start(
                    "-jar",
                    HostProcess.agentJar().toString(),
                    "attach",
                    String.valueOf(host.pid()))) {
      assertThat(attach.awaitExit(TestBed.PATIENCE)).as(attach.stderr()).isZero();

      bed.awaitAgent("late");
    }
  }
}
