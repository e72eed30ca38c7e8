package dev.opamp.javaagent.opamp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsOffers;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.opamp.proto.TelemetryConnectionSettings;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeartbeatTest {

  private final SessionFixture fixture = new SessionFixture(false);

  @Test
  @Tag("HB-01")
  @Tag("HB-02")
  @Tag("HB-06")
  @Tag("HB-08")
  void anIdleConnectionBeatsEveryHalfMinute() {
    fixture.ready();
    for (int i = 1; i <= 20; i++) {
      assertThat(fixture.advance(Duration.ofMillis(29_999)).take()).isEmpty();
      assertThat(fixture.advance(Duration.ofMillis(1)).takeOne())
          .isEqualTo(
              AgentToServer.newBuilder()
                  .setInstanceUid(ByteString.copyFrom(SessionFixture.UID.bytes()))
                  .setSequenceNum(i)
                  .setCapabilities(Capabilities.all().bits())
                  .build());
    }
  }

  @Test
  @Tag("HB-03")
  @Tag("HB-12")
  void anOfferedIntervalHoldsFromThenOn() {
    fixture.ready().reply(Servers.heartbeat(1));
    assertThat(fixture.advance(Duration.ofSeconds(3)).take()).hasSize(3);

    fixture.reply(Servers.heartbeat(3));

    assertThat(fixture.advance(Duration.ofSeconds(9)).take()).hasSize(3);
    assertThat(fixture.listener.attempts).isEqualTo(1);
  }

  @Test
  @Tag("HB-04")
  @Tag("HB-05")
  void zeroStopsHeartbeatsButNotReports() {
    fixture.ready().offered(Servers.heartbeat(0));
    assertThat(fixture.advance(Duration.ofSeconds(90)).take()).isEmpty();

    fixture.client.reportHealth(SessionFixture.health("changed"));

    assertThat(fixture.settle().takeOne().hasHealth()).isTrue();
  }

  @Test
  @Tag("HB-05")
  void anOfferOfSomethingElseLeavesTheIntervalAlone() {
    TelemetryConnectionSettings metrics =
        TelemetryConnectionSettings.newBuilder().setDestinationEndpoint("http://sink/m").build();
    fixture
        .ready()
        .offered(
            Servers.message()
                .setConnectionSettings(ConnectionSettingsOffers.newBuilder().setOwnMetrics(metrics))
                .build());

    assertThat(fixture.advance(Duration.ofSeconds(30)).take()).hasSize(1);
  }

  @Test
  @Tag("HB-07")
  void theIntervalCountsFromTheLastMessageOfAnyKind() {
    fixture.settings = fixture.settings().heartbeatInterval(Duration.ofSeconds(3)).build();
    fixture.ready();
    fixture.advance(Duration.ofMillis(1950));
    fixture.client.reportHealth(SessionFixture.health("changed"));
    assertThat(fixture.advance(Duration.ofMillis(50)).take()).hasSize(1);

    assertThat(fixture.advance(Duration.ofMillis(2999)).take()).isEmpty();
    assertThat(fixture.advance(Duration.ofMillis(1)).take()).hasSize(1);
  }

  @Test
  @Tag("HB-09")
  void nobodyBeatsWhileNotConnected() {
    fixture.ready().reply(Servers.heartbeat(1));
    fixture.reply(Servers.unavailable(Duration.ofSeconds(10).toNanos()));
    fixture.closed(CloseCause.Kind.LOCAL, 1000);
    fixture.take();

    assertThat(fixture.advance(Duration.ofSeconds(9)).take()).isEmpty();
  }

  @Test
  @Tag("HB-11")
  void withoutTheCapabilityThereAreNoHeartbeatsAndOffersAreIgnored() {
    fixture.capabilities = Capabilities.all().without(Capabilities.REPORTS_HEARTBEAT);
    fixture.ready().reply(Servers.heartbeat(1));

    assertThat(ConnectionMoveTest.status(fixture.settle().takeOne()))
        .startsWith("FAILED ")
        .contains("heartbeat_interval_seconds");
    assertThat(fixture.advance(Duration.ofMinutes(5)).take()).isEmpty();
  }

  @Test
  @Tag("HB-11")
  void withoutTheCapabilityHttpStillPolls() {
    SessionFixture http = new SessionFixture(true);
    http.capabilities = Capabilities.all().without(Capabilities.REPORTS_HEARTBEAT);
    http.ready().offered(Servers.heartbeat(1));

    assertThat(http.advance(Duration.ofSeconds(29)).take()).isEmpty();
    assertThat(http.advance(Duration.ofSeconds(1)).take()).hasSize(1);
  }

  @Test
  @Tag("HB-11")
  void heartbeatsSwitchedOffLocallyAreNotClaimed() {
    fixture.settings = fixture.settings().heartbeatInterval(Duration.ZERO).build();

    long claimed = fixture.start().connected().takeOne().getCapabilities();

    assertThat(claimed & Capabilities.REPORTS_HEARTBEAT).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1L, Long.MIN_VALUE, 1L << 40, Long.MAX_VALUE})
  @Tag("HB-13")
  @Tag("RB-27")
  @Tag("RB-43")
  void absurdIntervalsAreADay(long seconds) {
    fixture.ready().offered(Servers.heartbeat(seconds));

    assertThat(fixture.advance(Duration.ofHours(24).minusSeconds(1)).take()).isEmpty();
    assertThat(fixture.advance(Duration.ofSeconds(1)).take()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("HB-15")
  void timeThatPassedUnnoticedIsMadeUpForByOneMessage(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex).ready();
    fixture.push(Servers.heartbeat(1));
    fixture.take();

    fixture.scheduler.jump(Duration.ofMinutes(10));
    fixture.scheduler.runAll();

    assertThat(fixture.take()).hasSize(1);
    fixture.reply(SessionFixture.ACK);
    assertThat(fixture.advance(Duration.ofMillis(999)).take()).isEmpty();
    assertThat(fixture.advance(Duration.ofMillis(1)).take()).hasSize(1);
  }

  @Test
  @Tag("HB-14")
  void theIntervalSurvivesAReconnect() {
    fixture.ready().reply(Servers.heartbeat(2)).broken().untilAttempt();
    fixture.connected().take();

    assertThat(fixture.advance(Duration.ofSeconds(6)).take()).hasSize(3);
  }

  @Test
  void aDemandedIntervalHoldsUntilItIsTakenBack() {
    fixture.ready();
    fixture.client.poll(Duration.ofSeconds(5));
    assertThat(fixture.settle().advance(Duration.ofSeconds(20)).take()).hasSize(4);

    fixture.reply(Servers.heartbeat(1));
    assertThat(fixture.advance(Duration.ofSeconds(20)).take()).hasSize(4);

    fixture.client.poll(null);
    fixture.settle().take();
    assertThat(fixture.advance(Duration.ofSeconds(3)).take()).hasSize(3);
  }

  @Test
  void aDemandedIntervalIsThatOfPollsToo() {
    SessionFixture polling = new SessionFixture(true);
    polling.ready();
    polling.client.poll(Duration.ofSeconds(5));
    int polls = 0;
    for (int i = 0; i < 4; i++) {
      polls += polling.settle().advance(Duration.ofSeconds(5)).take().size();
      polling.reply(ServerToAgent.getDefaultInstance());
    }
    assertThat(polls).isEqualTo(4);
  }
}
