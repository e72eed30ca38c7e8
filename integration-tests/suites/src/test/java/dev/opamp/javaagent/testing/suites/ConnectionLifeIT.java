package dev.opamp.javaagent.testing.suites;

import static dev.opamp.javaagent.testing.suites.TestBed.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.testing.server.fleet.AgentSnapshot;
import dev.opamp.javaagent.testing.server.fleet.ReceivedMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The connection from the first report to the farewell, over both transports. */
class ConnectionLifeIT {

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
  @Tag("LIFE-06")
  @Tag("LIFE-07")
  @Tag("LIFE-08")
  @Tag("LIFE-10")
  void sigterm_agentDisconnectIsTheLastMessage(String scheme) throws Exception {
    try (HostProcess service =
        bed.host(scheme, "leaving").start("-cp", HostProcess.sampleApps(), TestBed.SERVICE)) {
      TestBed.portOf(service);
      UUID uid = bed.awaitAgent("leaving").uid();
      service.terminate();
      assertThat(service.awaitExit(Duration.ofSeconds(10))).isEqualTo(143);
      bed.server.awaitMessage(uid, m -> m.message().hasAgentDisconnect(), PATIENCE);
      List<ReceivedMessage> messages = bed.server.messages(uid);
      AgentToServer last = messages.get(messages.size() - 1).message();
      assertThat(last.hasAgentDisconnect()).isTrue();
      assertThat(last.getInstanceUid().size()).isEqualTo(16);
      assertThat(last.getCapabilities()).isNotZero();
      assertSequenceWithoutGaps(messages);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "http"})
  @Tag("LIFE-01")
  @Tag("LIFE-04")
  @Tag("SEQ-02")
  @Tag("ID-04")
  @Tag("ST-15")
  void serverKilledAndRestarted_agentComesBackAndNothingIsLost(String scheme) throws Exception {
    try (HostProcess service =
        bed.host(scheme, "returning").start("-cp", HostProcess.sampleApps(), TestBed.SERVICE)) {
      TestBed.portOf(service);
      AgentSnapshot before = bed.awaitAgent("returning");
      awaitNothingLeftToSay(before.uid(), scheme);
      int seen = bed.server.messages(before.uid()).size();
      bed.server.killConnections();
      bed.server.stop();
      bed.server.start();
      AgentSnapshot after =
          bed.server.awaitAgent(
              agent -> agent.connected() && agent.messagesReceived() > before.messagesReceived(),
              Duration.ofSeconds(60));
      assertThat(after.uid()).isEqualTo(before.uid());
      assertFullStateOnlyWhenAskedFor(
          bed.server.messages(after.uid()), seen, after.fullStateRequests());
      assertThat(service.isAlive()).isTrue();
    }
  }

  /** What was never acknowledged is rightly said again; that is another test's matter. */
  private void awaitNothingLeftToSay(UUID uid, String scheme) throws Exception {
    if (scheme.equals("http")) {
      bed.server.awaitMessage(uid, message -> isIdlePoll(message.message()), PATIENCE);
      return;
    }
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> {
              List<ReceivedMessage> messages = bed.server.messages(uid);
              Instant last = messages.get(messages.size() - 1).receivedAt();
              return Duration.between(last, Instant.now()).toMillis() > 1500;
            });
  }

  private static boolean isIdlePoll(AgentToServer message) {
    return !message.hasAgentDescription()
        && !message.hasHealth()
        && !message.hasEffectiveConfig()
        && !message.hasRemoteConfigStatus();
  }

  /**
   * A message that was under way when the connection was cut is lost with its number; the server
   * notices the gap and asks, once. Without a gap there is nothing to ask for.
   */
  private static void assertFullStateOnlyWhenAskedFor(
      List<ReceivedMessage> messages, int seen, long asked) {
    assertThat(asked).isLessThanOrEqualTo(1);
    assertThat(messages.subList(seen, messages.size()).stream().filter(ConnectionLifeIT::isFull))
        .hasSizeLessThanOrEqualTo((int) asked);
    if (asked == 0) {
      assertSequenceWithoutGaps(messages);
    }
  }

  private static boolean isFull(ReceivedMessage message) {
    return message.message().hasAgentDescription()
        && message.message().hasEffectiveConfig()
        && message.message().hasHealth();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "http"})
  @Tag("ST-08")
  @Tag("ST-09")
  void fullStateIsSentWhenAskedFor(String scheme) throws Exception {
    try (HostProcess service =
        bed.host(scheme, "full").start("-cp", HostProcess.sampleApps(), TestBed.SERVICE)) {
      TestBed.portOf(service);
      UUID uid = bed.awaitAgent("full").uid();
      int seen = bed.server.messages(uid).size();
      bed.server.requestFullState(uid);
      ReceivedMessage answer =
          bed.server.awaitMessage(
              uid,
              message -> bed.server.messages(uid).indexOf(message) >= seen && isFull(message),
              PATIENCE);
      assertThat(answer.message().getAgentDescription().getIdentifyingAttributesCount())
          .isGreaterThanOrEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "http"})
  @Tag("CMD-03")
  @Tag("CMD-05")
  @Tag("LIFE-14")
  void restartCommand_farewellThenANewSessionInTheSameProcess(String scheme) throws Exception {
    try (HostProcess service =
        bed.host(scheme, "restarted").start("-cp", HostProcess.sampleApps(), TestBed.SERVICE)) {
      TestBed.portOf(service);
      AgentSnapshot before = bed.awaitAgent("restarted");
      long firstStart = before.state().getHealth().getStartTimeUnixNano();
      bed.server.restart(before.uid());
      bed.server.awaitMessage(before.uid(), m -> m.message().hasAgentDisconnect(), PATIENCE);
      AgentSnapshot after =
          bed.server.awaitAgent(
              agent ->
                  agent.connected()
                      && agent.state().getHealth().getStartTimeUnixNano() > firstStart,
              PATIENCE);
      assertThat(after.uid()).isEqualTo(before.uid());
      assertThat(after.attribute("service.instance.id"))
          .isEqualTo(before.attribute("service.instance.id"));
      assertThat(service.isAlive()).isTrue();
      assertSequenceWithoutGaps(bed.server.messages(after.uid()));
    }
  }

  private static void assertSequenceWithoutGaps(List<ReceivedMessage> messages) {
    long next = messages.get(0).message().getSequenceNum();
    for (ReceivedMessage message : messages) {
      assertThat(message.message().getSequenceNum()).isEqualTo(next++);
    }
  }
}
