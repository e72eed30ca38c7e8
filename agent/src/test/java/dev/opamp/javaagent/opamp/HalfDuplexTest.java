package dev.opamp.javaagent.opamp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.proto.AgentToServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is special where each message has to be answered before the next. */
class HalfDuplexTest {

  private final SessionFixture fixture = new SessionFixture(true);

  @Test
  @Tag("HTTP-07")
  @Tag("HTTP-08")
  void changesWaitForTheAnswerAndGoTogetherRightAfterIt() {
    fixture.start().connected();
    fixture.take();
    fixture.client.reportHealth(SessionFixture.health("one"));
    fixture.settle();
    fixture.client.reportHealth(SessionFixture.health("two"));
    fixture.client.reportDescription(SessionFixture.description("other"));
    assertThat(fixture.advance(Duration.ofSeconds(5)).take()).isEmpty();

    AgentToServer next = fixture.reply(SessionFixture.ACK).takeOne();

    assertThat(next.getHealth().getStatus()).isEqualTo("two");
    assertThat(next.hasAgentDescription()).isTrue();
  }

  @Test
  @Tag("HTTP-09")
  @Tag("HTTP-10")
  @Tag("HTTP-13")
  void anIdleClientPollsAtItsInterval() {
    fixture.ready();
    for (int i = 1; i <= 5; i++) {
      assertThat(fixture.advance(Duration.ofMillis(29_999)).take()).isEmpty();
      AgentToServer poll = fixture.advance(Duration.ofMillis(1)).takeOne();
      fixture.reply(SessionFixture.ACK);

      assertThat(poll)
          .isEqualTo(
              AgentToServer.newBuilder()
                  .setInstanceUid(poll.getInstanceUid())
                  .setSequenceNum(i)
                  .setCapabilities(Capabilities.all().bits())
                  .build());
    }
  }

  @Test
  @Tag("HTTP-10")
  void thePollIntervalIsConfigurable() {
    fixture.settings = fixture.settings().pollInterval(Duration.ofSeconds(1)).build();
    fixture.ready();

    assertThat(fixture.advance(Duration.ofSeconds(1)).take()).hasSize(1);
  }

  @Test
  @Tag("HTTP-11")
  @Tag("HTTP-12")
  @Tag("HB-10")
  void anOfferedIntervalReplacesPollingAndZeroRestoresIt() {
    fixture.ready().offered(Servers.heartbeat(2));
    assertThat(fixture.advance(Duration.ofSeconds(2)).take()).hasSize(1);

    fixture.reply(Servers.heartbeat(0));
    assertThat(fixture.advance(Duration.ofSeconds(29)).take()).isEmpty();
    assertThat(fixture.advance(Duration.ofSeconds(1)).take()).hasSize(1);
  }

  @Test
  @Tag("SEQ-04")
  void aTrueRetryKeepsItsNumber() {
    AgentToServer first = fixture.start().connected().takeOne();
    fixture.closed(CloseCause.Kind.HTTP_STATUS, 500).untilAttempt();

    assertThat(fixture.connected().takeOne()).isEqualTo(first);
  }

  @Test
  @Tag("SEQ-04")
  void aRetryThatGrewGetsTheNextNumber() {
    AgentToServer first = fixture.start().connected().takeOne();
    fixture.closed(CloseCause.Kind.HTTP_STATUS, 503);
    fixture.client.reportHealth(SessionFixture.health("changed"));
    fixture.untilAttempt();

    AgentToServer second = fixture.connected().takeOne();

    assertThat(second.getSequenceNum()).isEqualTo(first.getSequenceNum() + 1);
    assertThat(second.hasAgentDescription()).isTrue();
    assertThat(second.getHealth().getStatus()).isEqualTo("changed");
  }

  @Test
  @Tag("HTTP-17")
  @Tag("LIM-10")
  void whatIsTooLargeForTheServerIsNeverSentAgain() {
    AgentToServer before = fixture.start().connected().takeOne();
    for (int i = 0; i < 6; i++) {
      fixture.closed(CloseCause.Kind.HTTP_STATUS, 413).untilAttempt();
      AgentToServer next = fixture.connected().takeOne();

      assertThat(next).isNotEqualTo(before);
      assertThat(next.getSerializedSize()).isLessThanOrEqualTo(before.getSerializedSize() + 2);
      assertThat(next.hasEffectiveConfig()).isFalse();
      before = next;
    }
    assertThat(before.hasAgentDescription()).isFalse();
  }

  @Test
  @Tag("ERR-14")
  @Tag("HB-09")
  @Tag("ERR-10")
  void nothingIsSentWhileTheServerAsksForRest() {
    fixture.ready();
    fixture.closed(
        new CloseCause(CloseCause.Kind.HTTP_STATUS, 503, "busy", Duration.ofSeconds(300)));
    fixture.client.reportHealth(SessionFixture.health("one"));
    fixture.client.reportHealth(SessionFixture.health("two"));

    assertThat(fixture.untilAttempt()).isBetween(Duration.ofSeconds(300), Duration.ofSeconds(330));
    assertThat(fixture.connected().takeOne().getHealth().getStatus()).isEqualTo("two");
  }

  @Test
  @Tag("ERR-15")
  void unavailableInABodyIsWaitedOutWithoutAnotherRequest() {
    fixture.start().connected();
    AgentToServer first = fixture.takeOne();
    fixture.reply(Servers.unavailable(Duration.ofSeconds(50).toNanos()));

    assertThat(fixture.transport.farewells).isEmpty();
    assertThat(fixture.untilAttempt()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(55));
    assertThat(fixture.connected().takeOne()).isEqualTo(first);
  }

  @Test
  @Tag("RB-23")
  void anAnswerThatIsNoMessageIsAFailedExchange() {
    fixture.start().connected();
    fixture.take();
    fixture.transport.listener.onMalformed(1, "text/html");
    fixture.scheduler.runAll();

    assertThat(fixture.state()).isEqualTo(SessionState.BACKING_OFF);
    fixture.untilAttempt();
    assertThat(fixture.connected().takeOne().hasAgentDescription()).isTrue();
  }

  @Test
  @Tag("HTTP-22")
  void aFailingServerLosesNothing() {
    fixture.start().connected();
    fixture.take();
    for (int code : List.of(500, 502, 504, 400, 404, 405)) {
      fixture.closed(CloseCause.Kind.HTTP_STATUS, code);
      assertThat(fixture.untilAttempt()).isGreaterThanOrEqualTo(Duration.ofMillis(100));
      assertThat(fixture.connected().takeOne().hasAgentDescription()).isTrue();
    }
    assertThat(fixture.reply(SessionFixture.ACK).settle().take()).isEmpty();
  }

  @Test
  @Tag("ID-11")
  void aForeignAnswerEndsTheExchangeWithoutALoop() {
    fixture.start().connected();
    fixture.take();
    fixture.reply(Servers.message().setInstanceUid(Servers.foreign()).build());

    assertThat(fixture.advance(Duration.ofSeconds(10)).take()).isEmpty();
  }
}
