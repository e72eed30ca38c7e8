package dev.opamp.javaagent.opamp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.opamp.javaagent.opamp.proto.AgentConfigFile;
import dev.opamp.javaagent.opamp.proto.AgentConfigMap;
import dev.opamp.javaagent.opamp.proto.AgentRemoteConfig;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsOffers;
import dev.opamp.javaagent.opamp.proto.CustomMessage;
import dev.opamp.javaagent.opamp.proto.Header;
import dev.opamp.javaagent.opamp.proto.Headers;
import dev.opamp.javaagent.opamp.proto.OpAMPConnectionSettings;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import dev.opamp.javaagent.opamp.proto.ServerErrorResponseType;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.opamp.proto.TLSConnectionSettings;
import dev.opamp.javaagent.opamp.proto.TelemetryConnectionSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers offer: configuration, destinations of own telemetry. */
class OfferTest {

  private final SessionFixture fixture = new SessionFixture(false);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("CFG-02")
  @Tag("CFG-03")
  @Tag("CFG-24")
  @Tag("ST-14")
  @Tag("WS-09")
  void anOfferIsPassedOnAndItsStatusCarriesItsHash(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex).ready();
    byte[] hash = {0, (byte) 0xFF, 0, (byte) 0x80};
    fixture.push(
        Servers.message()
            .setRemoteConfig(Servers.remoteConfig(ByteString.copyFrom(hash), "a: 1"))
            .build());
    assertThat(fixture.listener.configs).hasSize(1);
    assertThat(fixture.listener.configs.get(0).hash()).isEqualTo(hash);
    assertThat(fixture.listener.configs.get(0).files().get(0).body())
        .isEqualTo("a: 1".getBytes(StandardCharsets.UTF_8));

    for (RemoteConfigState state :
        new RemoteConfigState[] {RemoteConfigState.APPLYING, RemoteConfigState.APPLIED}) {
      fixture.client.reportRemoteConfigStatus(new RemoteConfigStatusSnapshot(hash, state, ""));
      AgentToServer report = fixture.settle().takeOne();
      assertThat(report.getRemoteConfigStatus().getLastRemoteConfigHash().toByteArray())
          .isEqualTo(hash);
      assertThat(report.getRemoteConfigStatus().getStatus().name()).endsWith(state.name());
      fixture.reply(SessionFixture.ACK);
    }
  }

  @Test
  @Tag("CFG-24")
  void anOfferMayComeWithTheFirstAnswer() {
    fixture.start().connected().reply(Servers.config("h", "a: 1"));

    assertThat(fixture.listener.configs).hasSize(1);
  }

  @Test
  void ofSeveralFilesOfOneNameTheLastIsMeant() {
    AgentConfigMap.Builder files = AgentConfigMap.newBuilder();
    for (String body : new String[] {"first", "last"}) {
      ByteString bytes = ByteString.copyFromUtf8(body);
      files.addConfigMap(
          Entries.file("a.yaml", AgentConfigFile.newBuilder().setBody(bytes).build()));
    }
    fixture
        .ready()
        .reply(
            Servers.message()
                .setRemoteConfig(AgentRemoteConfig.newBuilder().setConfig(files))
                .build());

    assertThat(fixture.listener.configs).hasSize(1);
    assertThat(fixture.listener.configs.get(0).files())
        .extracting(file -> new String(file.body(), StandardCharsets.UTF_8))
        .containsExactly("last");
  }

  @Test
  @Tag("CFG-04")
  @Tag("CFG-06")
  void aFailureCarriesTheOfferedHashAndAReason() {
    fixture.ready().reply(Servers.config("bad", "x"));
    fixture.client.reportRemoteConfigStatus(
        new RemoteConfigStatusSnapshot(
            "bad".getBytes(StandardCharsets.UTF_8), RemoteConfigState.FAILED, "sampler: unknown"));

    AgentToServer report = fixture.settle().takeOne();

    assertThat(report.getRemoteConfigStatus().getStatus())
        .isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_FAILED);
    assertThat(report.getRemoteConfigStatus().getErrorMessage()).isEqualTo("sampler: unknown");
    assertThat(report.getRemoteConfigStatus().getLastRemoteConfigHash().toStringUtf8())
        .isEqualTo("bad");
  }

  @Test
  @Tag("CFG-07")
  @Tag("ST-18")
  @Tag("RB-15")
  @Tag("RB-32")
  void theSameHashAgainIsNoOffer() {
    fixture.ready();
    for (int i = 0; i < 20; i++) {
      fixture.reply(Servers.config("h", "body " + i));
    }

    assertThat(fixture.listener.configs).hasSize(1);
    assertThat(fixture.advance(Duration.ofSeconds(10)).take()).isEmpty();
  }

  @Test
  @Tag("CFG-18")
  void anOfferInForceFromAnEarlierRunIsReportedAndNotAppliedAgain() {
    fixture.report =
        fixture.report.withRemoteConfigStatus(
            SessionFixture.status("kept", RemoteConfigState.APPLIED));
    AgentToServer first = fixture.start().connected().takeOne();
    assertThat(first.getRemoteConfigStatus().getLastRemoteConfigHash().toStringUtf8())
        .isEqualTo("kept");

    fixture.reply(Servers.config("kept", "a: 1"));
    assertThat(fixture.listener.configs).isEmpty();
    fixture.reply(Servers.config("new", "a: 2"));
    assertThat(fixture.listener.configs).hasSize(1);
  }

  @Test
  @Tag("CFG-18")
  void withoutAnEarlierRunThereIsNoStatus() {
    assertThat(fixture.start().connected().takeOne().hasRemoteConfigStatus()).isFalse();
  }

  @Test
  @Tag("CFG-09")
  void anEmptyHashIsDecidedByContent() {
    fixture.ready();
    fixture.reply(Servers.config("", "a: 1")).reply(Servers.config("", "a: 1"));
    assertThat(fixture.listener.configs).hasSize(1);

    fixture.reply(Servers.config("", "a: 2"));

    assertThat(fixture.listener.configs).hasSize(2);
    fixture.client.reportRemoteConfigStatus(SessionFixture.status("", RemoteConfigState.APPLIED));
    assertThat(fixture.settle().takeOne().getRemoteConfigStatus().getStatus())
        .isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
  }

  @Test
  @Tag("CFG-10")
  void anOfferWithoutConfigIsSilentWhenKnownAndFailedWhenNot() {
    fixture.ready().reply(Servers.config("h", "a: 1"));
    fixture.reply(withoutConfig("h"));
    assertThat(fixture.advance(Duration.ofSeconds(5)).take()).isEmpty();

    fixture.reply(withoutConfig("unknown"));

    AgentToServer report = fixture.settle().takeOne();
    assertThat(report.getRemoteConfigStatus().getStatus())
        .isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_FAILED);
    assertThat(report.getRemoteConfigStatus().getErrorMessage()).contains("no config");
    fixture.reply(withoutConfig("unknown"));
    assertThat(fixture.advance(Duration.ofSeconds(5)).take()).isEmpty();
    fixture.reply(Servers.config("unknown", "a: 1"));
    assertThat(fixture.listener.configs).hasSize(2);
  }

  @Test
  void anEmptyMapIsAnOfferOfItsOwn() {
    fixture
        .ready()
        .reply(
            Servers.message()
                .setRemoteConfig(
                    AgentRemoteConfig.newBuilder()
                        .setConfigHash(ByteString.copyFromUtf8("none"))
                        .setConfig(AgentConfigMap.getDefaultInstance()))
                .build());

    assertThat(fixture.listener.configs.get(0).files()).isEmpty();
  }

  @Test
  @Tag("CFG-17")
  void noStatusOfAnOlderOfferFollowsANewerOne() {
    fixture.ready().reply(Servers.config("a", "a: 1")).reply(Servers.config("b", "b: 1"));
    fixture.client.reportRemoteConfigStatus(SessionFixture.status("b", RemoteConfigState.APPLIED));
    assertThat(fixture.settle().take()).hasSize(1);

    fixture.client.reportRemoteConfigStatus(SessionFixture.status("a", RemoteConfigState.APPLIED));

    assertThat(fixture.settle().take()).isEmpty();
  }

  @Test
  @Tag("RB-16")
  void alternatingOffersAreThinnedOutAndTheNewestWins() {
    fixture.ready();
    for (int i = 0; i < 300; i++) {
      fixture.reply(Servers.config(i % 2 == 0 ? "a" : "b", "a: " + i % 2));
      fixture.advance(Duration.ofMillis(100));
    }
    fixture.advance(Duration.ofSeconds(2));

    assertThat(fixture.listener.configs).hasSizeBetween(10, 42);
    assertThat(fixture.listener.configs.get(fixture.listener.configs.size() - 1).hash())
        .isEqualTo("b".getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("RB-19")
  void offersCountInTheOrderOfTheirArrival(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex).ready();
    fixture.client.reportHealth(SessionFixture.health("asked"));
    fixture.settle();

    fixture.push(Servers.config("newer", "a: 2"));
    fixture.push(Servers.config("older", "a: 1"));
    fixture.push(Servers.config("older", "a: 1"));
    fixture.advance(Duration.ofSeconds(2));

    assertThat(fixture.listener.configs)
        .extracting(offer -> new String(offer.hash(), StandardCharsets.UTF_8))
        .containsExactly("newer", "older");
  }

  @Test
  @Tag("RB-34")
  void repeatedFieldsOnTheWireAreMergedAndTheLastKeyWins() throws Exception {
    ByteString twice =
        Servers.config("first", "a: 1")
            .toByteString()
            .concat(Servers.flags(4).toByteString())
            .concat(Servers.config("second", "a: 2").toByteString());

    fixture.ready().reply(ServerToAgent.parseFrom(twice));

    assertThat(fixture.listener.configs).hasSize(1);
    RemoteConfigOffer offer = fixture.listener.configs.get(0);
    assertThat(offer.hash()).isEqualTo("second".getBytes(StandardCharsets.UTF_8));
    assertThat(offer.files()).hasSize(1);
    assertThat(offer.files().get(0).body()).isEqualTo("a: 2".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  @Tag("RB-36")
  void aCustomMessageForNothingAnnouncedIsIgnored() {
    ByteString huge = UnsafeByteOperations.unsafeWrap(new byte[60 * 1024 * 1024]);

    fixture
        .ready()
        .reply(
            Servers.config("h", "a: 1").toBuilder()
                .setCustomMessage(
                    CustomMessage.newBuilder().setCapability("com.example").setData(huge))
                .build());

    assertThat(fixture.listener.configs).hasSize(1);
    assertThat(fixture.settle().take()).isEmpty();
  }

  @Test
  @Tag("SEC-11")
  void anOfferCannotMoveOrWeakenTheConnection() {
    OpAMPConnectionSettings weaker =
        OpAMPConnectionSettings.newBuilder()
            .setDestinationEndpoint("ws://elsewhere.example/")
            .setHeartbeatIntervalSeconds(30)
            .setTls(TLSConnectionSettings.newBuilder().setInsecureSkipVerify(true))
            .build();

    fixture
        .ready()
        .reply(
            Servers.message()
                .setConnectionSettings(ConnectionSettingsOffers.newBuilder().setOpamp(weaker))
                .build());

    assertThat(fixture.settle().takeOne().getConnectionSettingsStatus().getErrorMessage())
        .startsWith("opamp: ");
    assertThat(fixture.transport.calls).containsExactly("connect", "send", "send");
  }

  @Test
  @Tag("RB-33")
  void anOfferOfVeryManyFilesFails() {
    AgentConfigMap.Builder files = AgentConfigMap.newBuilder();
    for (int i = 0; i < 1001; i++) {
      files.addConfigMap(Entries.file("file" + i, AgentConfigFile.getDefaultInstance()));
    }
    fixture
        .ready()
        .reply(
            Servers.message()
                .setRemoteConfig(AgentRemoteConfig.newBuilder().setConfig(files))
                .build());

    assertThat(fixture.settle().takeOne().getRemoteConfigStatus().getErrorMessage())
        .contains("1001 files");
    assertThat(fixture.listener.configs).isEmpty();
  }

  @Test
  @Tag("CFG-01")
  @Tag("CAP-05")
  @Tag("RB-14")
  void withoutTheCapabilityAnOfferIsIgnoredAndTheRestProcessed() {
    fixture.capabilities =
        Capabilities.all()
            .without(Capabilities.ACCEPTS_REMOTE_CONFIG | Capabilities.REPORTS_REMOTE_CONFIG);
    fixture.ready().reply(Servers.config("h", "a: 1").toBuilder().setFlags(1).build());

    AgentToServer full = fixture.settle().takeOne();

    assertThat(fixture.listener.configs).isEmpty();
    assertThat(full.hasAgentDescription()).isTrue();
    assertThat(full.hasRemoteConfigStatus()).isFalse();
  }

  @Test
  @Tag("CFG-21")
  void aListenerThatDiesFailsTheOfferAndNotTheSession() {
    fixture.ready();
    fixture.listener.thrownByOffers = new NoClassDefFoundError("gone");
    fixture.reply(Servers.config("h", "a: 1"));

    AgentToServer report = fixture.settle().takeOne();

    assertThat(report.getRemoteConfigStatus().getStatus())
        .isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_FAILED);
    assertThat(report.getRemoteConfigStatus().getLastRemoteConfigHash().toStringUtf8())
        .isEqualTo("h");
    assertThat(fixture.advance(Duration.ofSeconds(30)).take()).hasSize(1);
  }

  @Test
  @Tag("ST-12")
  @Tag("ST-19")
  void everythingInAMessageTakesEffectAndOneReportAnswers() {
    ServerToAgent message =
        Servers.config("h", "a: 1").toBuilder()
            .setFlags(1)
            .setConnectionSettings(
                ConnectionSettingsOffers.newBuilder().setOwnMetrics(destination("http://m/")))
            .build();
    fixture.ready().reply(message);
    fixture.client.reportEffectiveConfig(List.of(SessionFixture.file("new: 1")));
    fixture.client.reportRemoteConfigStatus(SessionFixture.status("h", RemoteConfigState.APPLIED));

    AgentToServer report = fixture.settle().takeOne();

    assertThat(fixture.listener.configs).hasSize(1);
    assertThat(fixture.listener.connections).hasSize(1);
    assertThat(report.hasAgentDescription()).isTrue();
    assertThat(report.getEffectiveConfig().toString()).contains("new: 1");
    assertThat(report.getRemoteConfigStatus().getStatus())
        .isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
  }

  @Test
  @Tag("ERR-01")
  @Tag("RB-12")
  void anErrorExcludesEverythingElse() {
    fixture
        .ready()
        .reply(
            Servers.config("h", "a: 1").toBuilder()
                .setErrorResponse(
                    Servers.error(ServerErrorResponseType.ServerErrorResponseType_BadRequest)
                        .getErrorResponse())
                .build());

    assertThat(fixture.listener.configs).isEmpty();
  }

  @Test
  @Tag("OWN-15")
  @Tag("OWN-17")
  @Tag("RB-15")
  void destinationsArePassedOnWhenClaimedValidAndNew() {
    fixture.capabilities = Capabilities.all().without(Capabilities.REPORTS_OWN_TRACES);
    ServerToAgent offer =
        Servers.message()
            .setConnectionSettings(
                ConnectionSettingsOffers.newBuilder()
                    .setOwnMetrics(destination("http://m/"))
                    .setOwnTraces(destination("http://t/"))
                    .setOwnLogs(destination("")))
            .build();
    fixture.ready().reply(offer).reply(offer).reply(SessionFixture.ACK);

    assertThat(fixture.listener.connections).hasSize(1);
    ConnectionSettingsOffer passed = fixture.listener.connections.get(0);
    assertThat(passed.ownMetrics().endpoint()).isEqualTo("http://m/");
    assertThat(passed.ownMetrics().headers()).containsEntry("k", "v");
    assertThat(passed.ownTraces()).isNull();
    assertThat(passed.ownLogs().endpoint()).isNull();
    assertThat(fixture.settle().takeOne().getConnectionSettingsStatus().getErrorMessage())
        .startsWith("own_traces: not supported");
  }

  private static ServerToAgent withoutConfig(String hash) {
    return Servers.message()
        .setRemoteConfig(
            AgentRemoteConfig.newBuilder().setConfigHash(ByteString.copyFromUtf8(hash)))
        .build();
  }

  private static TelemetryConnectionSettings destination(String endpoint) {
    return TelemetryConnectionSettings.newBuilder()
        .setDestinationEndpoint(endpoint)
        .setHeaders(Headers.newBuilder().addHeaders(Header.newBuilder().setKey("k").setValue("v")))
        .build();
  }
}
