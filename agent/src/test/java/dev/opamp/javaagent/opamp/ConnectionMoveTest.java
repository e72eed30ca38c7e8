package dev.opamp.javaagent.opamp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.net.SecretSource;
import dev.opamp.javaagent.opamp.ConnectionSettingsStore.Entry;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsOffers;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsStatus;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsStatuses;
import dev.opamp.javaagent.opamp.proto.Header;
import dev.opamp.javaagent.opamp.proto.Headers;
import dev.opamp.javaagent.opamp.proto.OpAMPConnectionSettings;
import dev.opamp.javaagent.opamp.proto.ServerErrorResponseType;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the server we have to the one we are offered, and back when that does not work. */
class ConnectionMoveTest {

  private static final String B = "ws://b.example/v1/opamp";

  private final SessionFixture fixture = new SessionFixture(false);

  @Test
  @Tag("CON-05")
  @Tag("CON-07")
  @Tag("CON-08")
  @Tag("CON-30")
  void theOldConnectionHearsOfItAndIsLeftBeforeTheNewOneIsMade() {
    fixture.ready();
    fixture.transport.calls.clear();

    fixture.reply(moveTo("h", B));

    ConnectionSettingsStatus applying = fixture.takeOne().getConnectionSettingsStatus();
    assertThat(applying.getStatus())
        .isEqualTo(ConnectionSettingsStatuses.ConnectionSettingsStatuses_APPLYING);
    assertThat(applying.getLastConnectionSettingsHash().toStringUtf8()).isEqualTo("h");
    assertThat(fixture.transport.farewells)
        .singleElement()
        .matches(AgentToServer::hasAgentDisconnect);
    assertThat(fixture.transport.calls).containsExactly("send", "disconnect");
    assertThat(fixture.store.values).containsOnlyKeys(Entry.CANDIDATE);

    fixture.closed(CloseCause.Kind.LOCAL, 1000);

    assertThat(fixture.transport.calls)
        .containsExactly("send", "disconnect", "shutdown", "connect");
    assertThat(fixture.connections.get(1).endpoint()).hasToString(B);
  }

  @Test
  @Tag("CON-09")
  @Tag("CON-10")
  @Tag("CON-15")
  @Tag("CON-31")
  void theFirstAnswerProvesTheNewConnection() {
    fixture.ready().reply(moveTo("h", B));
    fixture.client.reportHealth(SessionFixture.health("changed on the way"));
    fixture.closed(CloseCause.Kind.LOCAL, 1000).take();

    fixture.connected();
    AgentToServer first = fixture.takeOne();
    fixture.reply(SessionFixture.ACK);

    assertThat(first.hasAgentDescription()).isTrue();
    assertThat(first.getHealth().getStatus()).isEqualTo("changed on the way");
    assertThat(status(fixture.settle().takeOne())).isEqualTo("APPLIED h ");
    assertThat(fixture.store.values).containsOnlyKeys(Entry.ACCEPTED, Entry.STATUS);
    assertThat(fixture.advance(Duration.ofMinutes(2)).state()).isEqualTo(SessionState.READY);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 404, 500})
  @Tag("CON-11")
  @Tag("CON-12")
  void aServerThatRefusesSendsUsBackAtOnce(int status) {
    fixture.ready().reply(moveTo("h", B)).closed(CloseCause.Kind.LOCAL, 1000);

    fixture.closed(CloseCause.Kind.HTTP_STATUS, status);

    assertBackWith("HTTP_STATUS " + status);
    assertThat(fixture.store.values).doesNotContainKeys(Entry.CANDIDATE, Entry.ACCEPTED);
  }

  @Test
  @Tag("CON-09")
  void anErrorAsTheFirstAnswerIsNoProof() {
    fixture.ready().reply(moveTo("h", B)).closed(CloseCause.Kind.LOCAL, 1000).connected();

    fixture
        .reply(Servers.error(ServerErrorResponseType.ServerErrorResponseType_BadRequest))
        .closed(CloseCause.Kind.LOCAL, 1000);

    assertBackWith("error");
  }

  @Test
  @Tag("CON-13")
  @Tag("RB-29")
  void aServerThatIsSilentIsGivenUpInTime() {
    fixture.ready().reply(moveTo("h", B)).closed(CloseCause.Kind.LOCAL, 1000).connected();
    assertThat(fixture.advance(Duration.ofSeconds(29)).connections).hasSize(2);

    fixture.advance(Duration.ofSeconds(1)).closed(CloseCause.Kind.LOCAL, 1000);

    assertBackWith("in time");
  }

  @Test
  @Tag("CON-13")
  @Tag("RB-29")
  void aConnectionThatNeverComesToBeIsGivenUpInTime() {
    fixture.ready().reply(moveTo("h", B)).closed(CloseCause.Kind.LOCAL, 1000);

    fixture.advance(Duration.ofSeconds(30));

    assertBackWith("in time");
  }

  @Test
  @Tag("CON-13")
  void aFailedOfferIsNotTriedAgain() {
    fixture.ready().reply(moveTo("h", B)).closed(CloseCause.Kind.LOCAL, 1000).broken();
    fixture.connected().reply(SessionFixture.ACK).take();

    fixture.reply(moveTo("h", B));

    assertThat(fixture.settle().take()).isEmpty();
    assertThat(fixture.connections).hasSize(3);
  }

  @Test
  @Tag("CON-13")
  void aBusyServerIsAskedAgainBeforeItIsGivenUp() {
    fixture.ready().reply(moveTo("h", B)).closed(CloseCause.Kind.LOCAL, 1000);
    for (int i = 0; i < 3; i++) {
      fixture.closed(busy());
      assertThat(fixture.untilAttempt()).isEqualTo(Duration.ofSeconds(2));
      assertThat(fixture.connections).hasSize(2);
    }

    fixture.closed(busy());

    assertBackWith("503");
  }

  @Test
  @Tag("CON-13")
  void aServerThatIsBusyForLongerThanATrialIsGivenUpAtOnce() {
    fixture.ready().reply(moveTo("h", B)).closed(CloseCause.Kind.LOCAL, 1000);

    fixture.closed(new CloseCause(CloseCause.Kind.HTTP_STATUS, 503, "busy", Duration.ofMinutes(5)));

    assertBackWith("503");
  }

  @Test
  @Tag("CON-06")
  void aProcessThatWasKilledTriesTheCandidateFirst() {
    fixture.ready().reply(moveTo("h", B));

    SessionFixture next = fixture.restarted().start();

    assertThat(last(next).endpoint()).hasToString(B);
    assertThat(status(next.connected().takeOne())).isEqualTo("APPLYING h ");
    assertThat(status(next.reply(SessionFixture.ACK).settle().takeOne())).isEqualTo("APPLIED h ");
  }

  @Test
  @Tag("CON-06")
  @Tag("CON-11")
  void aCandidateThatFailsAtTheStartGivesWayToWhatThereWas() {
    fixture.ready().reply(moveTo("h", B));

    SessionFixture next = fixture.restarted().start().broken();

    assertThat(last(next).endpoint()).hasToString("ws://localhost/v1/opamp");
    assertThat(status(next.connected().takeOne())).startsWith("FAILED h opamp: NETWORK");
  }

  @Test
  @Tag("CON-10")
  @Tag("CON-28")
  @Tag("CON-86")
  void aRestartGoesWhereWeWereMovedTo() {
    moved();

    SessionFixture next = fixture.restarted().start().connected();

    assertThat(last(next).endpoint()).hasToString(B);
    assertThat(status(next.takeOne())).isEqualTo("APPLIED h ");
    assertThat(status(next.reply(Servers.flags(1)).settle().takeOne())).isEqualTo("APPLIED h ");
    assertThat(next.reply(moveTo("h", B)).settle().take()).isEmpty();
  }

  @Test
  @Tag("CON-28")
  void anotherLocalEndpointMakesWhatWasOfferedForTheOldOneForgotten() {
    moved();
    SessionFixture next = fixture.restarted();
    next.settings = ConnectionSettings.builder(java.net.URI.create("ws://new.example/")).build();

    next.start().connected();

    assertThat(last(next).endpoint()).hasToString("ws://new.example/");
    assertThat(next.takeOne().hasConnectionSettingsStatus()).isFalse();
    assertThat(next.store.values).isEmpty();
  }

  @Test
  @Tag("CON-29")
  void aServerThatStopsWorkingLaterIsBackedOffFromAndNotGivenUp() {
    moved();
    for (int i = 0; i < 8; i++) {
      fixture.closed(CloseCause.Kind.HTTP_STATUS, 401);
      assertThat(fixture.untilAttempt()).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
    }

    assertThat(last(fixture).endpoint()).hasToString(B);
  }

  @Test
  @Tag("CON-16")
  void theTransportMayChange() {
    fixture.ready().reply(moveTo("h", "http://b.example/v1/opamp"));
    fixture.closed(CloseCause.Kind.LOCAL, 1000).take();

    fixture.connected().reply(SessionFixture.ACK);

    assertThat(fixture.transport.isHalfDuplex()).isTrue();
    fixture.take();
    assertThat(fixture.settle().reply(SessionFixture.ACK).take()).hasSize(1);
    assertThat(fixture.advance(Duration.ofSeconds(30)).take()).hasSize(1);
  }

  @Test
  @Tag("LIFE-09")
  @Tag("CON-32")
  void plainHttpSaysGoodbyeTooAndHearsNoLateAnswers() {
    SessionFixture http = new SessionFixture(true).ready();
    http.push(moveTo("h", "http://b.example/v1/opamp"));
    RecordingTransport old = http.transport;
    long oldEpoch = old.epoch;
    assertThat(http.reply(SessionFixture.ACK).transport.farewells).hasSize(1);
    http.closed(CloseCause.Kind.LOCAL, 0);

    old.listener.onMessage(oldEpoch, Servers.config("late", "a: 1"));
    http.connected();

    assertThat(http.transport).isNotSameAs(old);
    assertThat(http.listener.configs).isEmpty();
    assertThat(http.state()).isEqualTo(SessionState.SYNCING);
  }

  @Test
  @Tag("CON-17")
  @Tag("CON-19")
  void offeredHeadersTakeThePlaceOfAllOthersOnTheSameConnection() {
    fixture.settings = fixture.settings().header("Authorization", "local").build();
    fixture.ready().reply(headers("h", "x-token", "one"));
    fixture.closed(CloseCause.Kind.LOCAL, 1000);

    assertThat(last(fixture).endpoint()).isEqualTo(fixture.settings.endpoint());
    assertThat(last(fixture).headers()).containsOnlyKeys("x-token").containsValue("one");
  }

  @Test
  @Tag("CON-21")
  void credentialsOfOneHostNeverGoToAnother() {
    fixture.settings = fixture.settings().header("Authorization", "local").build();
    fixture.ready().reply(moveTo("h1", "ws://u:p@b.example/x"));
    fixture.closed(CloseCause.Kind.LOCAL, 1000).connected().reply(SessionFixture.ACK).settle();
    assertThat(last(fixture).headers().get("Authorization")).startsWith("Basic ");

    fixture.reply(moveTo("h2", "ws://c.example/x")).closed(CloseCause.Kind.LOCAL, 1000);
    assertThat(last(fixture).headers()).isEmpty();
    fixture.connected().reply(SessionFixture.ACK).settle();

    fixture.reply(moveTo("h3", "ws://localhost/x")).closed(CloseCause.Kind.LOCAL, 1000);
    assertThat(last(fixture).headers()).containsEntry("Authorization", "local");
  }

  @Test
  @Tag("CON-21")
  void theTokenOfTheLocalHostNeverGoesToAnother() {
    SecretSource token = SecretSource.text("otel.opamp.token.file", "secret");
    fixture.settings = fixture.settings().token(token).build();
    fixture.ready().reply(moveTo("h1", B));
    fixture.closed(CloseCause.Kind.LOCAL, 1000).connected().reply(SessionFixture.ACK).settle();
    assertThat(last(fixture).token()).isNull();

    fixture.reply(moveTo("h2", "ws://localhost/x")).closed(CloseCause.Kind.LOCAL, 1000);
    assertThat(last(fixture).token()).isEqualTo(token);
  }

  @Test
  @Tag("CON-19")
  void offeredCredentialsTakeThePlaceOfTheToken() {
    SecretSource token = SecretSource.text("otel.opamp.token.file", "secret");
    fixture.settings = fixture.settings().token(token).build();
    fixture.ready().reply(headers("h", "Authorization", "offered"));
    fixture.closed(CloseCause.Kind.LOCAL, 1000);

    assertThat(last(fixture).token()).isNull();
    assertThat(last(fixture).headers()).containsEntry("Authorization", "offered");
  }

  @Test
  @Tag("CON-17")
  @Tag("HB-14")
  void anIntervalAloneIsAppliedInPlaceAndKept() {
    fixture.ready().reply(heartbeat("h", 2));

    assertThat(status(fixture.settle().takeOne())).isEqualTo("APPLIED h ");
    assertThat(fixture.connections).hasSize(1);
    SessionFixture next = fixture.restarted().start().connected();
    next.take();
    assertThat(next.advance(Duration.ofSeconds(6)).take()).hasSize(3);
  }

  @Test
  @Tag("CON-11")
  void aMoveThatFailsLeavesTheIntervalAsItWas() {
    fixture.ready().offered(heartbeat("h1", 7));
    ServerToAgent offer =
        opamp(
            "h2",
            OpAMPConnectionSettings.newBuilder()
                .setDestinationEndpoint(B)
                .setHeartbeatIntervalSeconds(1));
    fixture.reply(offer).closed(CloseCause.Kind.LOCAL, 1000).broken();
    fixture.connected().reply(SessionFixture.ACK).take();

    assertThat(fixture.advance(Duration.ofMillis(6900)).take()).isEmpty();
    assertThat(fixture.advance(Duration.ofMillis(100)).take()).hasSize(1);
  }

  @Test
  @Tag("CON-17")
  void anOfferOfWhatIsInForceChangesNothing() {
    fixture.ready().reply(moveTo("h", "ws://localhost/v1/opamp"));

    assertThat(status(fixture.settle().takeOne())).isEqualTo("APPLIED h ");
    assertThat(fixture.connections).hasSize(1);
  }

  @Test
  @Tag("RB-30")
  void serversThatSendUsBackAndForthAreNotObeyedForEver() {
    fixture.ready();
    for (int i = 0; i < 5; i++) {
      fixture.reply(moveTo("h" + i, i % 2 == 0 ? B : "ws://localhost/v1/opamp"));
      fixture.closed(CloseCause.Kind.LOCAL, 1000).connected().reply(SessionFixture.ACK).settle();
    }
    fixture.take();

    fixture.reply(moveTo("last", "ws://localhost/v1/opamp"));

    assertThat(status(fixture.advance(Duration.ofSeconds(10)).takeOne()))
        .isEqualTo("FAILED last opamp: the connection was moved too often lately");
    assertThat(fixture.state()).isEqualTo(SessionState.READY);
  }

  @Test
  @Tag("CON-06")
  void stoppingDuringATrialKeepsTheCandidate() {
    fixture.ready().reply(moveTo("h", B)).closed(CloseCause.Kind.LOCAL, 1000);

    fixture.stop();

    assertThat(fixture.state()).isEqualTo(SessionState.CLOSED);
    assertThat(fixture.scheduler.pending()).isZero();
    assertThat(fixture.store.values).containsOnlyKeys(Entry.CANDIDATE);
  }

  @Test
  @Tag("RB-28")
  void aMoveThatWasHeldBackIsMadeWithoutAConnectionToLeave() {
    fixture.ready();
    for (int i = 0; i < 10; i++) {
      fixture.reply(heartbeat("h" + i, 10 + i));
    }
    fixture.reply(moveTo("held", B)).broken();
    int before = fixture.connections.size();

    fixture.advance(Duration.ofSeconds(5));
    assertThat(fixture.connections).hasSize(before + 1);
    assertThat(last(fixture).endpoint()).hasToString(B);

    fixture.connected().take();
    assertThat(status(fixture.reply(SessionFixture.ACK).settle().takeOne()))
        .isEqualTo("APPLIED held ");
    assertThat(fixture.state()).isEqualTo(SessionState.READY);
  }

  @Test
  @Tag("RB-28")
  void aMoveThatWasHeldBackDoesNotKeepUsFromStopping() {
    fixture.ready();
    for (int i = 0; i < 10; i++) {
      fixture.reply(heartbeat("h" + i, 10 + i));
    }
    fixture.reply(moveTo("held", B));

    Future<Void> stopped = fixture.stop();
    fixture.advance(Duration.ofSeconds(1)).closed(CloseCause.Kind.LOCAL, 1000);

    assertThat(stopped).isDone();
    assertThat(fixture.state()).isEqualTo(SessionState.CLOSED);
  }

  private void moved() {
    fixture.ready().reply(moveTo("h", B)).closed(CloseCause.Kind.LOCAL, 1000);
    fixture.connected().reply(SessionFixture.ACK).settle().take();
  }

  /** The connection after the failure is the old one, made at once, and it hears why. */
  private void assertBackWith(String reason) {
    assertThat(fixture.connections).hasSize(3);
    assertThat(last(fixture).endpoint()).hasToString("ws://localhost/v1/opamp");
    fixture.take();
    String status = status(fixture.connected().takeOne());
    assertThat(status).startsWith("FAILED h opamp: ").contains(reason);
  }

  private static CloseCause busy() {
    return new CloseCause(CloseCause.Kind.HTTP_STATUS, 503, "busy", Duration.ofSeconds(2));
  }

  private static ConnectionSettings last(SessionFixture fixture) {
    List<ConnectionSettings> all = fixture.connections;
    return all.get(all.size() - 1);
  }

  static String status(AgentToServer message) {
    ConnectionSettingsStatus status = message.getConnectionSettingsStatus();
    String state = status.getStatus().name().replace("ConnectionSettingsStatuses_", "");
    String hash = status.getLastConnectionSettingsHash().toString(StandardCharsets.UTF_8);
    return state + " " + hash + " " + status.getErrorMessage();
  }

  static ServerToAgent moveTo(String hash, String endpoint) {
    return opamp(hash, OpAMPConnectionSettings.newBuilder().setDestinationEndpoint(endpoint));
  }

  static ServerToAgent headers(String hash, String name, String value) {
    return opamp(
        hash,
        OpAMPConnectionSettings.newBuilder()
            .setHeaders(
                Headers.newBuilder().addHeaders(Header.newBuilder().setKey(name).setValue(value))));
  }

  static ServerToAgent heartbeat(String hash, long seconds) {
    return opamp(hash, OpAMPConnectionSettings.newBuilder().setHeartbeatIntervalSeconds(seconds));
  }

  static ServerToAgent opamp(String hash, OpAMPConnectionSettings.Builder settings) {
    return Servers.message()
        .setConnectionSettings(
            ConnectionSettingsOffers.newBuilder()
                .setHash(ByteString.copyFromUtf8(hash))
                .setOpamp(settings))
        .build();
  }
}
