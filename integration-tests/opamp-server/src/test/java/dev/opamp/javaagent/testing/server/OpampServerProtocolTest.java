package dev.opamp.javaagent.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.AgentDisconnect;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.AvailableComponents;
import dev.opamp.javaagent.opamp.proto.ComponentHealth;
import dev.opamp.javaagent.opamp.proto.CustomCapabilities;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import dev.opamp.javaagent.opamp.proto.ServerErrorResponseType;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.testing.server.fleet.AgentSnapshot;
import dev.opamp.javaagent.testing.server.fleet.ConfigEvent;
import dev.opamp.javaagent.testing.server.fleet.ContactState;
import dev.opamp.javaagent.testing.server.fleet.InstanceUids;
import dev.opamp.javaagent.testing.server.fleet.OwnTelemetry;
import dev.opamp.javaagent.testing.server.fleet.TransportKind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpampServerProtocolTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int LIMIT = 64 << 10;

  private final FakeAgentState agent = new FakeAgentState("checkout");
  private OpampServer server;

  @BeforeEach
  void start() {
    server =
        OpampServer.builder()
            .opampPort(0)
            .withoutConsole()
            .sizeLimit(LIMIT)
            .httpPollInterval(Duration.ofMillis(100))
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void firstReportOverWebSocket_isAnsweredWithCapabilitiesAndListed() throws Exception {
    try (var link = FakeWebSocketAgent.connect(server)) {
      ServerToAgent reply = link.exchange(agent.full());
      assertThat(reply.getInstanceUid()).isEqualTo(InstanceUids.bytes(agent.uid));
      assertThat(reply.getCapabilities()).isEqualTo(0x27);
      assertThat(reply.getFlags()).isZero();
      AgentSnapshot seen = server.agent(agent.uid).orElseThrow();
      assertThat(seen.serviceName()).isEqualTo("checkout");
      assertThat(seen.connected()).isTrue();
      assertThat(seen.transport()).isEqualTo(TransportKind.WEBSOCKET);
      assertThat(server.messages(agent.uid).get(0).requestHeaders())
          .containsEntry("x-test", List.of("yes"));
      assertThat(server.messages(agent.uid).get(0).rawBytes().byteAt(0)).isZero();
    }
  }

  @Test
  void customCapabilities_areTheServersAnswerToTheAgents() throws Exception {
    try (var link = FakeWebSocketAgent.connect(server)) {
      assertThat(link.exchange(agent.full()).hasCustomCapabilities()).isFalse();
      AgentToServer named =
          agent
              .heartbeat()
              .setCustomCapabilities(CustomCapabilities.newBuilder().addCapabilities("com.acme.x"))
              .build();
      assertThat(link.exchange(named).getCustomCapabilities().getCapabilitiesList())
          .containsExactly("dev.opamp.javaagent.ping");
      assertThat(link.exchange(agent.heartbeat().build()).hasCustomCapabilities()).isFalse();

      server.sendCustomMessage(agent.uid, "com.acme.x", "t", ByteString.copyFromUtf8("data"));
      assertThat(link.next().getCustomMessage().getData().toStringUtf8()).isEqualTo("data");
    }
  }

  @Test
  void availableComponents_areAskedForOnceTheHashIsKnown() throws Exception {
    try (var link = FakeWebSocketAgent.connect(server)) {
      AvailableComponents hash =
          AvailableComponents.newBuilder().setHash(ByteString.copyFromUtf8("h")).build();
      AgentToServer.Builder first = agent.full().toBuilder().setAvailableComponents(hash);
      first.setCapabilities(first.getCapabilities() | 0x4000);
      assertThat(link.exchange(first.build()).getFlags()).isEqualTo(2);
      server.requestAvailableComponents(agent.uid);
      assertThat(link.next().getFlags()).isEqualTo(2);
    }
  }

  @Test
  void partsThatAreLeftOut_keepTheirLastValue() throws Exception {
    try (var link = FakeWebSocketAgent.connect(server)) {
      link.exchange(agent.full());
      ComponentHealth ill = ComponentHealth.newBuilder().setLastError("disk full").build();
      link.exchange(agent.heartbeat().setHealth(ill).build());
      AgentSnapshot seen = server.agent(agent.uid).orElseThrow();
      assertThat(seen.state().getHealth()).isEqualTo(ill);
      assertThat(seen.serviceName()).isEqualTo("checkout");
      assertThat(seen.effectiveConfig("")).contains("always_on");
    }
  }

  @Test
  void gapInSequenceNumbers_asksForFullStateOnce() throws Exception {
    try (var link = FakeWebSocketAgent.connect(server)) {
      link.exchange(agent.full());
      agent.loseOneMessage();
      assertThat(link.exchange(agent.heartbeat().build()).getFlags()).isEqualTo(1);
      assertThat(link.exchange(agent.full()).getFlags()).isZero();
      assertThat(link.exchange(agent.heartbeat().build()).getFlags()).isZero();
      assertThat(server.agent(agent.uid).orElseThrow().fullStateRequests()).isEqualTo(1);
    }
  }

  @Test
  void unknownAgentWithoutDescription_isAskedForFullState() throws Exception {
    try (var link = FakeWebSocketAgent.connect(server)) {
      agent.loseOneMessage();
      assertThat(link.exchange(agent.heartbeat().build()).getFlags()).isEqualTo(1);
    }
  }

  @Test
  void offer_isPushedAtOnceAndFollowedToItsEnd() throws Exception {
    try (var link = FakeWebSocketAgent.connect(server)) {
      link.exchange(agent.full());
      ByteString hash = server.offerYaml(agent.uid, "a: 1\n");
      ServerToAgent push = link.next();
      assertThat(hash.size()).isEqualTo(32);
      assertThat(push.getRemoteConfig().getConfigHash()).isEqualTo(hash);
      assertThat(Entries.files(push.getRemoteConfig().getConfig()).get("").getBody())
          .isEqualTo(ByteString.copyFromUtf8("a: 1\n"));
      ServerToAgent reply =
          link.exchange(agent.status(hash, RemoteConfigStatuses.RemoteConfigStatuses_APPLYING, ""));
      assertThat(reply.hasRemoteConfig()).isFalse();
      link.exchange(
          agent.status(hash, RemoteConfigStatuses.RemoteConfigStatuses_FAILED, "a: not known"));
      assertThat(server.awaitStatus(agent.uid, hash, SOON).getErrorMessage())
          .isEqualTo("a: not known");
      assertThat(server.agent(agent.uid).orElseThrow().configEvents())
          .extracting(ConfigEvent::status)
          .containsExactly("OFFERED", "APPLYING", "FAILED");
    }
  }

  @Test
  void sameContent_hasTheSameHash_whateverTheOrderOfFiles() {
    ConfigText one = ConfigText.yaml("x: 1");
    ConfigText two = ConfigText.of("{}", "application/json");
    UUID other = UUID.randomUUID();
    assertThat(server.offerConfig(agent.uid, Map.of("a", one, "b", two)))
        .isEqualTo(server.offerConfig(other, Map.of("b", two, "a", one)))
        .isNotEqualTo(server.removeConfig(other));
  }

  @Test
  void offerMadeBeforeTheAgentArrives_isInTheFirstReply_underTheGivenHash() throws Exception {
    ByteString hash = ByteString.copyFrom(new byte[] {0, -1, 0});
    server.offerConfig(agent.uid, Map.of("", ConfigText.yaml("b: 2")), hash);
    assertThat(server.agent(agent.uid).orElseThrow().contact()).isEqualTo(ContactState.EXPECTED);
    try (var link = FakeWebSocketAgent.connect(server)) {
      assertThat(link.exchange(agent.full()).getRemoteConfig().getConfigHash()).isEqualTo(hash);
    }
  }

  @Test
  void reconnectWithTheOfferInForce_getsNoOffer_withAnotherOne_getsItAgain() throws Exception {
    ByteString hash;
    try (var link = FakeWebSocketAgent.connect(server)) {
      link.exchange(agent.full());
      hash = server.offerYaml(agent.uid, "c: 3");
      link.next();
    }
    try (var link = FakeWebSocketAgent.connect(server)) {
      assertThat(link.exchange(agent.heartbeat().build()).hasRemoteConfig()).isTrue();
      link.exchange(agent.status(hash, RemoteConfigStatuses.RemoteConfigStatuses_APPLIED, ""));
    }
    try (var link = FakeWebSocketAgent.connect(server)) {
      assertThat(link.exchange(agent.heartbeat().build()).hasRemoteConfig()).isFalse();
    }
  }

  @Test
  void agentWithoutTheCapability_isOfferedNothing() throws Exception {
    server.offerYaml(agent.uid, "d: 4");
    try (var link = FakeWebSocketAgent.connect(server)) {
      AgentToServer deaf = agent.full().toBuilder().setCapabilities(0x1).build();
      assertThat(link.exchange(deaf).hasRemoteConfig()).isFalse();
    }
  }

  @Test
  void ownTelemetryAndRestart_reachTheAgent() throws Exception {
    try (var link = FakeWebSocketAgent.connect(server)) {
      link.exchange(agent.full());
      var destinations =
          new OwnTelemetry("http://m/", "http://t/", null, Map.of("Authorization", "secret"));
      ByteString hash = server.offerOwnTelemetry(agent.uid, destinations);
      var offer = link.next().getConnectionSettings();
      assertThat(offer.getHash()).isEqualTo(hash).hasSize(32);
      assertThat(offer.getOwnMetrics().getDestinationEndpoint()).isEqualTo("http://m/");
      assertThat(offer.getOwnTraces().getHeaders().getHeaders(0).getValue()).isEqualTo("secret");
      assertThat(offer.hasOwnLogs()).isFalse();
      server.restart(agent.uid);
      assertThat(link.next().hasCommand()).isTrue();
    }
  }

  @Test
  void agentDisconnect_andBrokenLink_areToldApart() throws Exception {
    try (var link = FakeWebSocketAgent.connect(server)) {
      link.exchange(agent.full());
      server.killConnections();
      server.awaitAgent(seen -> seen.contact() == ContactState.LOST, SOON);
    }
    try (var link = FakeWebSocketAgent.connect(server)) {
      link.exchange(
          agent.heartbeat().setAgentDisconnect(AgentDisconnect.getDefaultInstance()).build());
      server.awaitAgent(seen -> seen.contact() == ContactState.DISCONNECTED, SOON);
    }
  }

  @Test
  void malformedMessages_endTheConnection() throws Exception {
    try (var link = FakeWebSocketAgent.connect(server)) {
      link.sendRaw(ByteBuffer.wrap(new byte[] {1, 2, 3}));
      assertThat(link.closeCode.get(10, TimeUnit.SECONDS)).isEqualTo(1007);
    }
    try (var link = FakeWebSocketAgent.connect(server)) {
      link.sendText("hello");
      assertThat(link.closeCode.get(10, TimeUnit.SECONDS)).isEqualTo(1003);
    }
    try (var link = FakeWebSocketAgent.connect(server)) {
      link.sendRaw(ByteBuffer.allocate(LIMIT + 1));
      assertThat(link.closeCode.get(10, TimeUnit.SECONDS)).isEqualTo(1009);
    }
  }

  @Test
  void headerVarintOfSeveralBytes_isUnderstood() throws Exception {
    try (var link = FakeWebSocketAgent.connect(server)) {
      byte[] message = agent.full().toByteArray();
      link.sendRaw(
          ByteBuffer.allocate(message.length + 2)
              .put((byte) 0x80)
              .put((byte) 0)
              .put(message)
              .flip());
      assertThat(link.next().getInstanceUid()).isEqualTo(InstanceUids.bytes(agent.uid));
    }
  }

  @Test
  void wrongInstanceUid_isABadRequest() throws Exception {
    try (var link = FakeWebSocketAgent.connect(server)) {
      ServerToAgent reply =
          link.exchange(
              AgentToServer.newBuilder().setInstanceUid(ByteString.copyFromUtf8("x")).build());
      assertThat(reply.getErrorResponse().getType())
          .isEqualTo(ServerErrorResponseType.ServerErrorResponseType_BadRequest);
      assertThat(reply.getErrorResponse().getErrorMessage()).contains("16 bytes");
    }
  }

  @Test
  void requestedInstanceUid_isAssigned_andTheAgentStaysOneAgent() throws Exception {
    try (var link = FakeWebSocketAgent.connect(server)) {
      AgentToServer first = agent.full().toBuilder().setFlags(1).build();
      ByteString assigned = link.exchange(first).getAgentIdentification().getNewInstanceUid();
      UUID newUid = InstanceUids.parse(assigned);
      assertThat(newUid.version()).isEqualTo(7);
      link.exchange(agent.heartbeat().setInstanceUid(assigned).build());
      assertThat(server.agents()).extracting(AgentSnapshot::uid).containsExactly(newUid);
      assertThat(server.agents().get(0).serviceName()).isEqualTo("checkout");
    }
  }

  @Test
  void plainHttp_gzipBothWays_andOfferInTheNextResponse() throws Exception {
    FakeHttpAgent link = new FakeHttpAgent(server);
    var response =
        link.post(
            FakeHttpAgent.gzip(agent.full().toByteArray()),
            "Content-Type",
            "application/x-protobuf",
            "Content-Encoding",
            "gzip",
            "Accept-Encoding",
            "gzip");
    assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(ServerToAgent.parseFrom(FakeHttpAgent.gunzip(response.body())).getCapabilities())
        .isEqualTo(0x27);
    ByteString hash = server.offerYaml(agent.uid, "e: 5");
    assertThat(link.poll(agent.heartbeat().build()).getRemoteConfig().getConfigHash())
        .isEqualTo(hash);
    var applied = agent.status(hash, RemoteConfigStatuses.RemoteConfigStatuses_APPLIED, "");
    assertThat(link.poll(applied).hasRemoteConfig()).isFalse();
    server.restart(agent.uid);
    assertThat(link.poll(agent.heartbeat().build()).hasCommand()).isTrue();
    assertThat(link.poll(agent.heartbeat().build()).hasCommand()).isFalse();
  }

  @Test
  void silentHttpAgent_isLost_andComesBackWithTheNextPoll() throws Exception {
    FakeHttpAgent link = new FakeHttpAgent(server);
    link.poll(agent.full());
    assertThat(server.agent(agent.uid).orElseThrow().connected()).isTrue();
    server.awaitAgent(seen -> seen.contact() == ContactState.LOST, SOON);
    link.poll(agent.heartbeat().build());
    assertThat(server.agent(agent.uid).orElseThrow().contact()).isEqualTo(ContactState.CONNECTED);
  }

  @Test
  void wrongHttpRequests_areRefusedInWords() throws Exception {
    FakeHttpAgent link = new FakeHttpAgent(server);
    byte[] good = agent.full().toByteArray();
    String type = "application/x-protobuf";
    assertThat(link.post(good, "Content-Type", "text/plain").statusCode()).isEqualTo(415);
    assertThat(link.post(good, "Content-Type", type, "Content-Encoding", "br").statusCode())
        .isEqualTo(415);
    assertThat(link.post(good, "Content-Type", type, "Content-Encoding", "gzip").statusCode())
        .isEqualTo(400);
    assertThat(link.post(new byte[] {7, 7, 7}, "Content-Type", type).statusCode()).isEqualTo(400);
    assertThat(link.post(new byte[LIMIT + 1], "Content-Type", type).statusCode()).isEqualTo(413);
    byte[] bomb = FakeHttpAgent.gzip(new byte[LIMIT + 1]);
    assertThat(link.post(bomb, "Content-Type", type, "Content-Encoding", "gzip").statusCode())
        .isEqualTo(413);
    assertThat(server.agents()).isEmpty();
  }

  @Test
  void refusal_isSeenByBothTransports_untilItEnds() throws Exception {
    server.refuse(503, Duration.ofSeconds(7));
    FakeHttpAgent link = new FakeHttpAgent(server);
    var response = link.post(agent.full().toByteArray(), "Content-Type", "application/x-protobuf");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).hasValue("7");
    assertThatThrownBy(() -> FakeWebSocketAgent.connect(server)).hasMessageContaining("Handshake");
    server.acceptAgain();
    assertThat(link.poll(agent.heartbeat().build()).getCapabilities()).isEqualTo(0x27);
  }

  @Test
  void stopAndStart_keepsPortAndAgents_andSaysGoodbye() throws Exception {
    int port = server.opampPort();
    try (var link = FakeWebSocketAgent.connect(server)) {
      link.exchange(agent.full());
      server.stop();
      assertThat(link.closeCode.get(10, TimeUnit.SECONDS)).isEqualTo(1001);
    }
    server.start();
    assertThat(server.opampPort()).isEqualTo(port);
    try (var link = FakeWebSocketAgent.connect(server)) {
      assertThat(link.exchange(agent.heartbeat().build()).getFlags()).isZero();
    }
  }

  @Test
  void waitingInVain_endsInATimeout() {
    assertThatThrownBy(() -> server.awaitAgent(seen -> true, Duration.ofMillis(20)))
        .isInstanceOf(TimeoutException.class);
    assertThatThrownBy(() -> server.awaitStatus(agent.uid, ByteString.EMPTY, Duration.ofMillis(20)))
        .isInstanceOf(TimeoutException.class);
  }
}
