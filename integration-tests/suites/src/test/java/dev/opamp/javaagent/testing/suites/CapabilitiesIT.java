package dev.opamp.javaagent.testing.suites;

import static dev.opamp.javaagent.testing.suites.TestBed.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.AgentCapabilities;
import dev.opamp.javaagent.opamp.proto.AvailableComponents;
import dev.opamp.javaagent.opamp.proto.ComponentDetails;
import dev.opamp.javaagent.opamp.proto.CustomMessage;
import dev.opamp.javaagent.testing.demo.Traffic;
import dev.opamp.javaagent.testing.server.Entries;
import dev.opamp.javaagent.testing.server.OpampServer;
import dev.opamp.javaagent.testing.server.fleet.AgentSnapshot;
import dev.opamp.javaagent.testing.server.fleet.OwnTelemetry;
import dev.opamp.javaagent.testing.server.fleet.ReceivedMessage;
import dev.opamp.javaagent.testing.sink.OtlpSink;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the agent tells of itself on request, answers beyond OpAMP, and does on command. */
class CapabilitiesIT {

  private static final String PING = "dev.opamp.javaagent.ping";
  private static final String SCOPES = "instrumentation_scopes";

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
  @Tag("CAP-01")
  void everyCapabilityButThoseOfPackagesIsClaimed(String scheme) throws Exception {
    try (HostProcess service = service(scheme, "capable")) {
      assertThat(bed.awaitAgent("capable").state().getCapabilities())
          .isEqualTo(
              0xFFFF
                  & ~AgentCapabilities.AgentCapabilities_AcceptsPackages_VALUE
                  & ~AgentCapabilities.AgentCapabilities_ReportsPackageStatuses_VALUE);
      assertThat(service.isAlive()).isTrue();
    }
  }

  private HostProcess service(String scheme, String name) throws Exception {
    return bed.host(scheme, name).start("-cp", HostProcess.sampleApps(), TestBed.SERVICE);
  }

  private AgentSnapshot awaitScope(String name) throws Exception {
    return awaitScope(name, "sample-service");
  }

  private AgentSnapshot awaitScope(String name, String scope) throws Exception {
    return bed.server.awaitAgent(
        agent -> agent.serviceName().equals(name) && hasScope(agent, scope), PATIENCE);
  }

  private static boolean hasScope(AgentSnapshot agent, String scope) {
    ComponentDetails scopes = Entries.components(components(agent)).get(SCOPES);
    return scopes != null && Entries.below(scopes).containsKey(scope);
  }

  private static AvailableComponents components(AgentSnapshot agent) {
    return agent.state().getAvailableComponents();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "http"})
  @Tag("COMP-01")
  @Tag("COMP-02")
  @Tag("COMP-04")
  @Tag("COMP-05")
  @Tag("COMP-08")
  @Tag("COMP-09")
  void componentsAreNamedOnRequestAloneAndWithTheScopesInUse(String scheme) throws Exception {
    bed.close();
    bed = new TestBed(OpampServer.builder().withoutComponents());
    try (HostProcess service = service(scheme, "parts")) {
      UUID uid = bed.awaitAgent("parts").uid();
      bed.server.awaitMessage(uid, message -> !reported(uid).isEmpty(), PATIENCE);
      assertThat(reported(uid)).allMatch(components -> components.getComponentsCount() == 0);

      AtomicInteger requests = new AtomicInteger();
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(3))
          .until(
              () -> {
                requests.incrementAndGet();
                bed.server.requestAvailableComponents(uid);
                return hasScope(bed.server.agent(uid).orElseThrow(), "sample-service");
              });

      AgentSnapshot agent = bed.server.agent(uid).orElseThrow();
      List<AvailableComponents> sent = reported(uid);
      assertThat(sent).allMatch(components -> components.getHash().size() == 32);
      assertThat(sent.stream().filter(components -> components.getComponentsCount() > 0).count())
          .isBetween(1L, requests.longValue());
      Map<String, ComponentDetails> kinds = Entries.components(components(agent));
      assertThat(kinds)
          .containsKeys("exporters", "processors", "samplers", "propagators", "resource_detectors");
      assertThat(
              Entries.below(Entries.below(kinds.get("exporters")).get("traces"))
                  .get("otlp_http")
                  .getMetadata(0)
                  .getKey())
          .isEqualTo("code.namespace");
      assertThat(service.isAlive()).isTrue();
    }
  }

  private List<AvailableComponents> reported(UUID uid) {
    return bed.server.messages(uid).stream()
        .map(ReceivedMessage::message)
        .filter(message -> message.hasAvailableComponents())
        .map(message -> message.getAvailableComponents())
        .toList();
  }

  @Test
  @Tag("COMP-03")
  void equalComponentsHaveEqualHashesInDifferentProcesses() throws Exception {
    ByteString first;
    try (HostProcess one = service("ws", "one")) {
      first = components(awaitScope("one")).getHash();
      assertThat(one.isAlive()).isTrue();
    }
    try (HostProcess two = service("http", "two")) {
      assertThat(components(awaitScope("two")).getHash()).isEqualTo(first);
      assertThat(two.isAlive()).isTrue();
    }
    try (HostProcess other =
        bed.host("ws", "other")
            .start("-cp", HostProcess.sampleApps(), "dev.opamp.javaagent.testing.apps.HeapProbe")) {
      AgentSnapshot with = awaitScope("other", "heap");
      assertThat(components(with).getHash()).isNotEqualTo(first);
      assertThat(other.isAlive()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "http"})
  @Tag("CUS-01")
  @Tag("CUS-05")
  @Tag("CUS-07")
  void pingIsAnsweredWithTheSameData(String scheme) throws Exception {
    byte[] large = new byte[1 << 20];
    new Random(1).nextBytes(large);
    try (HostProcess service = service(scheme, "ping")) {
      // Whoever was asked for the components has seen this server's capabilities too.
      UUID uid =
          bed.server
              .awaitAgent(
                  agent ->
                      agent.serviceName().equals("ping")
                          && components(agent).getComponentsCount() > 0,
                  PATIENCE)
              .uid();
      assertThat(bed.server.agent(uid).orElseThrow().state().getCustomCapabilities())
          .satisfies(custom -> assertThat(custom.getCapabilitiesList()).containsExactly(PING));

      bed.server.sendCustomMessage(uid, PING, "no such type", ByteString.EMPTY);
      bed.server.sendCustomMessage(uid, "com.example.unknown", "ping", ByteString.EMPTY);
      bed.server.sendCustomMessage(uid, PING, "ping", ByteString.EMPTY);
      bed.server.sendCustomMessage(uid, PING, "ping", ByteString.copyFrom(large));
      bed.server.awaitMessage(uid, message -> pongs(uid).size() == 2, PATIENCE);

      List<CustomMessage> pongs = pongs(uid);
      assertThat(pongs).allMatch(pong -> pong.getType().equals("pong"));
      assertThat(pongs.get(0).getData().isEmpty()).isTrue();
      assertThat(pongs.get(1).getData().toByteArray()).isEqualTo(large);
      assertThat(service.isAlive()).isTrue();
    }
  }

  private List<CustomMessage> pongs(UUID uid) {
    return bed.server.messages(uid).stream()
        .filter(received -> received.message().hasCustomMessage())
        .map(received -> received.message().getCustomMessage())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "http"})
  @Tag("CMD-03")
  @Tag("CMD-05")
  @Tag("CMD-06")
  void restartUnderLoadLosesNothingAndTheHostDoesNotNotice(String scheme) throws Exception {
    try (OtlpSink own = OtlpSink.start();
        HostProcess service = service(scheme, "restarted")) {
      UUID uid = bed.awaitAgent("restarted").uid();
      bed.server.offerOwnTelemetry(
          uid, new OwnTelemetry(own.httpEndpoint() + "/v1/metrics", null, null, Map.of()));
      own.store().await("own metrics", s -> !s.metrics().isEmpty(), PATIENCE);
      long firstStart = start(bed.server.agent(uid).orElseThrow());
      Traffic traffic = new Traffic(TestBed.portOf(service), 200);
      try (traffic) {
        bed.sink.store().await("traffic", s -> s.logs().size() > 100, PATIENCE);
        for (int i = 0; i < 5; i++) {
          bed.server.restart(uid);
        }
        bed.server.awaitAgent(
            agent -> agent.connected() && start(agent) > firstStart && sdkStart(agent) > firstStart,
            PATIENCE);
        int logs = bed.sink.store().logs().size();
        bed.sink.store().await("traffic after it", s -> s.logs().size() > logs + 400, PATIENCE);
      }
      long requests = traffic.answers();
      bed.sink.store().await("every span", s -> s.spans().size() >= 2 * requests, PATIENCE);
      bed.sink.store().await("every log record", s -> s.logs().size() >= requests, PATIENCE);
      bed.sink.store().await("every count", s -> counted() >= requests, PATIENCE);

      assertThat(bed.sink.store().spans()).hasSize((int) (2 * requests));
      assertThat(bed.sink.store().logs()).hasSize((int) requests);
      assertThat(counted()).isEqualTo(requests);
      assertThat(traffic.failures()).isZero();
      assertThat(service.isAlive()).isTrue();
      assertThat(departures(uid)).isEqualTo(1);
      own.store().clear();
      own.store().await("own metrics after it", s -> !s.metrics().isEmpty(), PATIENCE);
    }
  }

  private static long start(AgentSnapshot agent) {
    return agent.state().getHealth().getStartTimeUnixNano();
  }

  private static long sdkStart(AgentSnapshot agent) {
    return Entries.below(agent.state().getHealth()).entrySet().stream()
        .filter(component -> component.getKey().startsWith("sdk/"))
        .mapToLong(component -> component.getValue().getStartTimeUnixNano())
        .max()
        .orElse(0);
  }

  private long departures(UUID uid) {
    return bed.server.messages(uid).stream()
        .filter(received -> received.message().hasAgentDisconnect())
        .count();
  }

  /** Each meter provider counts from its own start, so the last values of all are added. */
  private long counted() {
    Map<Long, Long> lastByStart = new HashMap<>();
    bed.sink.store().metrics().stream()
        .filter(metric -> metric.name().equals("sample.requests"))
        .flatMap(metric -> metric.metric().getSum().getDataPointsList().stream())
        .forEach(
            point -> lastByStart.merge(point.getStartTimeUnixNano(), point.getAsInt(), Math::max));
    return lastByStart.values().stream().mapToLong(Long::longValue).sum();
  }
}
