package dev.opamp.javaagent.opamp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.identity.InstanceUid;
import dev.opamp.javaagent.opamp.CloseCause.Kind;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ServerErrorResponseType;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconnectTest {

  private final SessionFixture fixture = new SessionFixture(false);

  @Test
  @Tag("LIFE-05")
  @Tag("RB-21")
  void aServerThatAcceptsAndClosesIsNotHammered() {
    fixture.start();
    long end = Duration.ofSeconds(10).toNanos();
    while (fixture.scheduler.nanos() < end) {
      fixture.connected().closed(Kind.SERVER_CLOSE, 1000);
      fixture.untilAttempt();
    }

    // The last attempt counted came after the ten seconds.
    assertThat(fixture.listener.attempts - 1).isBetween(2, 8);
  }

  @Test
  @Tag("LIFE-05")
  void notEvenWithTheShortestOfAllWaits() {
    fixture.random =
        new Random() {
          @Override
          public double nextDouble() {
            return 0;
          }
        };
    aServerThatAcceptsAndClosesIsNotHammered();
  }

  @Test
  @Tag("LIFE-05")
  void aServerThatAnswersOnceAndClosesIsNotHammeredEither() {
    fixture.start();
    long end = Duration.ofSeconds(10).toNanos();
    while (fixture.scheduler.nanos() < end) {
      fixture.connected().reply(SessionFixture.ACK).closed(Kind.SERVER_CLOSE, 1000);
      fixture.untilAttempt();
    }

    assertThat(fixture.listener.attempts - 1).isBetween(2, 8);
  }

  @Test
  @Tag("LIFE-04")
  void aBrokenWorkingLinkIsRestoredAtOnceThenWithGrowingGaps() {
    fixture.proved().broken();

    assertThat(fixture.listener.attempts).isEqualTo(2);
    fixture.broken();
    assertThat(fixture.listener.attempts).isEqualTo(2);
    assertThat(fixture.untilAttempt()).isPositive();
  }

  @Test
  @Tag("LIFE-01")
  void anUnreachableServerIsTriedForEver() {
    fixture.start();
    for (int i = 2; i < 200; i++) {
      fixture.broken();
      assertThat(fixture.untilAttempt()).isLessThanOrEqualTo(Duration.ofSeconds(30));
      assertThat(fixture.listener.attempts).isEqualTo(i);
    }
  }

  @Test
  @Tag("LIFE-16")
  @Tag("RB-18")
  void aServerThatNeverAnswersIsLeftAndTriedAgain() {
    fixture.start().connected();
    fixture.advance(Duration.ofSeconds(59));
    assertThat(fixture.transport.farewells).isEmpty();

    fixture.advance(Duration.ofSeconds(1));

    assertThat(fixture.transport.farewells).hasSize(1);
    fixture.closed(Kind.LOCAL, 1000);
    assertThat(fixture.untilAttempt()).isPositive();
    fixture.take();
    assertThat(fixture.connected().takeOne().hasAgentDescription()).isTrue();
  }

  @Test
  @Tag("ERR-05")
  @Tag("ERR-06")
  @Tag("ERR-08")
  @Tag("LIFE-14")
  void anUnavailableServerIsLeftForAsLongAsItAsks() {
    fixture.start().connected();
    fixture.take();
    fixture.reply(Servers.unavailable(Duration.ofSeconds(5).toNanos()));
    assertThat(fixture.transport.calls).containsExactly("connect", "send", "disconnect");
    AgentToServer farewell = fixture.transport.farewells.get(0);
    assertThat(farewell.hasAgentDisconnect()).isTrue();
    assertThat(farewell.hasAgentDescription()).isFalse();
    assertThat(farewell.getSequenceNum()).isEqualTo(1);

    fixture.closed(Kind.LOCAL, 1000);

    assertThat(fixture.untilAttempt()).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5500));
    AgentToServer first = fixture.connected().takeOne();
    assertThat(first.hasAgentDescription()).isTrue();
    assertThat(first.getSequenceNum()).isEqualTo(2);
  }

  @Test
  @Tag("ERR-07")
  void repeatedUnavailableWithoutATimeWaitsLongerEachTime() {
    fixture.start();
    Duration before = Duration.ZERO;
    for (int i = 0; i < 3; i++) {
      fixture
          .connected()
          .reply(Servers.error(ServerErrorResponseType.ServerErrorResponseType_Unavailable))
          .closed(Kind.LOCAL, 1000);
      Duration gap = fixture.untilAttempt();
      assertThat(gap).isGreaterThan(before);
      before = gap;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1L, Long.MIN_VALUE, Long.MAX_VALUE})
  @Tag("ERR-09")
  @Tag("RB-26")
  @Tag("RB-43")
  void absurdRetryTimesAreClamped(long nanos) {
    fixture.ready().reply(Servers.unavailable(nanos)).closed(Kind.LOCAL, 1000);

    assertThat(fixture.untilAttempt()).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(66));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("LIFE-13")
  @Tag("LIFE-14")
  @Tag("SEQ-02")
  void aChosenReconnectSaysGoodbyeClosesAndOnlyThenConnects(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex).ready();
    fixture.client.reconnect();
    fixture.advance(Duration.ofSeconds(1));
    assertThat(fixture.transport.calls).endsWith("disconnect");
    assertThat(fixture.transport.farewells.get(0).getSequenceNum()).isEqualTo(1);

    fixture.closed(Kind.LOCAL, 1000);
    assertThat(fixture.transport.calls).endsWith("disconnect", "connect");
    AgentToServer first = fixture.connected().takeOne();

    assertThat(first.getSequenceNum()).isEqualTo(2);
    assertThat(first.hasAgentDescription()).isTrue();
    assertThat(first.hasHealth()).isTrue();
    assertThat(first.hasEffectiveConfig()).isTrue();
  }

  @Test
  @Tag("LIFE-13")
  void aConnectionThatDoesNotCloseIsDroppedBeforeTheNext() {
    fixture.ready();
    fixture.client.reconnect();
    fixture.advance(SessionTimings.defaults().closing());

    assertThat(fixture.transport.calls).endsWith("disconnect", "abort 1000", "connect");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("ID-16")
  void beingThrownOutAsADuplicateIsAnsweredByBackOffUntilAnotherUidComes(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex).start();
    long end = Duration.ofMinutes(1).toNanos();
    while (fixture.scheduler.nanos() < end) {
      fixture.connected().closed(Kind.SERVER_CLOSE, 1008);
      fixture.untilAttempt();
    }
    assertThat(fixture.listener.attempts).isBetween(3, 20);

    InstanceUid other = InstanceUid.random();
    fixture.connected().reply(Servers.newUid(other.bytes()));
    assertThat(fixture.listener.uids).containsExactly(other);
    fixture.take();
    AgentToServer next = fixture.advance(Duration.ofSeconds(31)).take().get(0);
    assertThat(next.getInstanceUid().toByteArray()).isEqualTo(other.bytes());
  }

  @Test
  @Tag("RB-37")
  void whatArrivesAfterOurFarewellIsIgnored() {
    fixture.ready();
    fixture.client.reconnect();
    fixture.scheduler.runAll();

    fixture.reply(Servers.config("h", "a: 1"));

    assertThat(fixture.listener.configs).isEmpty();
    assertThat(fixture.take()).isEmpty();
  }

  @Test
  @Tag("RB-01")
  void garbageIsDroppedAndTooMuchOfItEndsTheConnection() {
    fixture.ready();
    for (int i = 0; i < 9; i++) {
      fixture.transport.listener.onMalformed(1, "tag 0");
    }
    fixture.scheduler.runAll();
    assertThat(fixture.state()).isEqualTo(SessionState.READY);

    fixture.transport.listener.onMalformed(1, "tag 0");
    fixture.scheduler.runAll();

    assertThat(fixture.transport.calls).endsWith("abort 1007");
    assertThat(fixture.untilAttempt()).isPositive();
  }

  @Test
  @Tag("RB-01")
  void aGoodMessageForgivesTheGarbageBefore() {
    fixture.ready();
    for (int i = 0; i < 30; i++) {
      fixture.transport.listener.onMalformed(1, "tag 0");
      if (i % 5 == 0) {
        fixture.reply(SessionFixture.ACK);
      }
    }
    fixture.scheduler.runAll();

    assertThat(fixture.state()).isEqualTo(SessionState.READY);
  }

  @Test
  void eventsOfAnOldConnectionDoNotCount() {
    fixture.ready().broken().untilAttempt();
    fixture.connected().take();

    fixture.transport.listener.onMessage(1, Servers.config("old", "a: 1"));
    fixture.transport.listener.onClosed(1, new CloseCause(Kind.NETWORK, 0, "late", null));
    fixture.scheduler.runAll();

    assertThat(fixture.state()).isEqualTo(SessionState.SYNCING);
    assertThat(fixture.listener.configs).isEmpty();
  }

  @Test
  void aTransportThatThrowsIsAFailedConnection() {
    fixture.transport.failure = new IllegalStateException("bug");
    fixture.start();

    assertThat(fixture.state()).isEqualTo(SessionState.BACKING_OFF);
    fixture.transport.failure = null;
    fixture.untilAttempt();
    assertThat(fixture.connected().takeOne().hasAgentDescription()).isTrue();
  }

  @Test
  @Tag("ERR-21")
  void theReasonOfAnOutageIsToldToTheListener() {
    fixture.start().closed(Kind.HTTP_STATUS, 401);

    assertThat(fixture.listener.causes).last().asString().contains("401");
  }
}
