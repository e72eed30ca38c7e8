package dev.opamp.javaagent.opamp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.CustomMessageSender.Outcome;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.CustomCapabilities;
import dev.opamp.javaagent.opamp.proto.CustomMessage;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustomMessagesTest {

  private static final String A = "com.example.a";
  private static final String B = "com.example.b/v2";
  private static final byte[] NOTHING = {};

  private final Recorder a = new Recorder(A);
  private final Recorder b = new Recorder(B);

  private SessionFixture fixture(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex);
    fixture.custom = List.of(b, a);
    return fixture;
  }

  /** Connected to a server that has the named capabilities. */
  private SessionFixture agreed(boolean halfDuplex, String... server) {
    return fixture(halfDuplex).ready().push(capabilities(server));
  }

  @Test
  @Tag("RB-33")
  void ofALongListOnlyWhatWeHaveTooIsKept() {
    CustomMessages messages = new CustomMessages(List.of(b, a), Runnable::run, () -> 0);

    assertThat(messages.ours(List.of("x", B, "y", B))).containsExactly(B);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("CUS-01")
  void ourListIsInTheFirstReportAndNotRepeated(boolean halfDuplex) {
    SessionFixture fixture = fixture(halfDuplex).start().connected();

    assertThat(fixture.takeOne().getCustomCapabilities().getCapabilitiesList())
        .containsExactly(A, B);
    fixture.reply(SessionFixture.ACK);
    fixture.client.reportHealth(SessionFixture.health("other"));
    assertThat(fixture.settle().takeOne().hasCustomCapabilities()).isFalse();
  }

  @Test
  @Tag("CUS-01")
  void withoutAnyThereIsNoList() {
    assertThat(new SessionFixture(false).start().connected().takeOne().hasCustomCapabilities())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("CUS-12")
  @Tag("ST-09")
  void theyAreInTheFullState(boolean halfDuplex) {
    SessionFixture fixture = fixture(halfDuplex).ready().push(Servers.flags(1));

    assertThat(fixture.settle().takeOne().getCustomCapabilities().getCapabilitiesList())
        .containsExactly(A, B);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("CUS-03")
  void aServerThatNamesNoneGetsNoMessage(boolean halfDuplex) {
    SessionFixture fixture = fixture(halfDuplex).ready();
    fixture.push(custom(A, "ask", NOTHING));

    assertThat(a.sender.send("answer", NOTHING)).isEqualTo(Outcome.NOT_SUPPORTED);
    assertThat(fixture.settle().take()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("CUS-02")
  @Tag("CUS-06")
  void aListOfTheServerReplacesTheOneBefore(boolean halfDuplex) {
    SessionFixture fixture = agreed(halfDuplex, A, B);
    fixture.push(custom(A, "ask", NOTHING)).push(custom(B, "ask", NOTHING));
    assertThat(a.sender.send("queued", NOTHING)).isEqualTo(Outcome.QUEUED);

    fixture.reply(capabilities(B));
    assertThat(a.sender.send("answer", NOTHING)).isEqualTo(Outcome.NOT_SUPPORTED);
    assertThat(b.sender.send("answer", NOTHING)).isEqualTo(Outcome.QUEUED);
    assertThat(drain(fixture)).extracting(CustomMessage::getCapability).containsExactly(B);

    fixture.push(capabilities());
    assertThat(b.sender.send("answer", NOTHING)).isEqualTo(Outcome.NOT_SUPPORTED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("CUS-07")
  void dataIsUnalteredBothWays(boolean halfDuplex) {
    byte[] large = new byte[1 << 20];
    new Random(7).nextBytes(large);
    SessionFixture fixture = agreed(halfDuplex, A).push(custom(A, "t", large));

    assertThat(a.received).containsExactly("t");
    assertThat(a.data.get(0)).isEqualTo(large);
    a.sender.send("t", a.data.get(0));
    a.sender.send("t", NOTHING);
    List<CustomMessage> sent = drain(fixture);
    assertThat(sent).hasSize(2);
    assertThat(sent.get(0).getData().toByteArray()).isEqualTo(large);
    assertThat(sent.get(1).getData().isEmpty()).isTrue();
  }

  @Test
  @Tag("CUS-08")
  void theTypeMeansSomethingWithinItsCapabilityAlone() {
    agreed(false, A, B).push(custom(B, "same", NOTHING));

    assertThat(a.received).isEmpty();
    assertThat(b.received).containsExactly("same");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("CUS-05")
  void aMessageForACapabilityWeDoNotHaveIsIgnored(boolean halfDuplex) {
    SessionFixture fixture = agreed(halfDuplex, A).push(custom("com.example.other", "t", NOTHING));

    assertThat(fixture.settle().take()).isEmpty();
    assertThat(a.received).isEmpty();
    assertThat(fixture.state()).isEqualTo(SessionState.READY);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("CUS-09")
  void tenQuickSendsAreTenMessagesInOrder(boolean halfDuplex) {
    SessionFixture fixture = agreed(halfDuplex, A).push(custom(A, "ask", NOTHING));
    for (int i = 0; i < 10; i++) {
      assertThat(a.sender.send("m" + i, NOTHING)).isEqualTo(Outcome.QUEUED);
    }

    assertThat(drain(fixture))
        .extracting(CustomMessage::getType)
        .containsExactly("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9");
  }

  @Test
  @Tag("CUS-09")
  void theQueueIsBoundedAndTheSenderLearnsIt() {
    SessionFixture fixture = agreed(false, A).push(custom(A, "ask", NOTHING));
    byte[] half = new byte[CustomOutbox.MAX_BYTES / 2];

    assertThat(a.sender.send("t", new byte[CustomOutbox.MAX_BYTES])).isEqualTo(Outcome.TOO_LARGE);
    assertThat(a.sender.send("1", half)).isEqualTo(Outcome.QUEUED);
    assertThat(a.sender.send("2", half)).isEqualTo(Outcome.QUEUE_FULL);
    for (int i = 1; i < CustomOutbox.MAX_MESSAGES; i++) {
      assertThat(a.sender.send("t", NOTHING)).isEqualTo(Outcome.QUEUED);
    }
    assertThat(a.sender.send("t", NOTHING)).isEqualTo(Outcome.QUEUE_FULL);
    assertThat(drain(fixture)).hasSize(CustomOutbox.MAX_MESSAGES);
    assertThat(a.sender.send("t", half)).isEqualTo(Outcome.QUEUED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("CUS-10")
  void whatWaitsGoesWithTheConnectionAndTheNextServerIsAskedAnew(boolean halfDuplex) {
    SessionFixture fixture = agreed(halfDuplex, A).push(custom(A, "ask", NOTHING));
    a.sender.send("waits", NOTHING);
    fixture.broken();
    assertThat(a.sender.send("none there", NOTHING)).isEqualTo(Outcome.NOT_SUPPORTED);
    fixture.take();

    fixture.untilAttempt();
    AgentToServer first = fixture.connected().takeOne();
    assertThat(first.getCustomCapabilities().getCapabilitiesList()).containsExactly(A, B);
    fixture.reply(SessionFixture.ACK);
    assertThat(a.sender.send("not yet", NOTHING)).isEqualTo(Outcome.NOT_SUPPORTED);
    assertThat(drain(fixture)).isEmpty();

    fixture.reply(capabilities(A));
    assertThat(a.sender.send("again", NOTHING)).isEqualTo(Outcome.QUEUED);
    assertThat(drain(fixture)).extracting(CustomMessage::getType).containsExactly("again");
  }

  @Test
  @Tag("CUS-11")
  void aHandlerThatFailsHarmsNobody() {
    SessionFixture fixture = agreed(false, A, B);
    a.failure = new StackOverflowError();
    fixture.push(custom(A, "t", NOTHING)).push(custom(B, "t", NOTHING));

    assertThat(b.received).containsExactly("t");
    assertThat(fixture.state()).isEqualTo(SessionState.READY);
  }

  @Test
  void handlersRunElsewhereInOrderAndTheirQueueIsBounded() {
    Deque<Runnable> elsewhere = new ArrayDeque<>();
    SessionFixture fixture = fixture(false);
    fixture.handlers = elsewhere::add;
    fixture.ready().reply(capabilities(A));
    for (int i = 0; i < CustomMessages.MAX_RECEIVED + 10; i++) {
      fixture.reply(custom(A, "m" + i, NOTHING));
    }

    assertThat(a.received).isEmpty();
    assertThat(elsewhere).hasSize(CustomMessages.MAX_RECEIVED);
    while (!elsewhere.isEmpty()) {
      elsewhere.remove().run();
    }
    assertThat(a.received).hasSize(CustomMessages.MAX_RECEIVED).startsWith("m0", "m1", "m2");
    fixture.reply(custom(A, "late", NOTHING));
    assertThat(elsewhere).hasSize(1);
  }

  @Test
  void aMessageTooLargeForItsCompanyGoesAlone() {
    SessionFixture fixture = fixture(false);
    fixture.settings = fixture.settings().maxMessageSize(4096).build();
    fixture.ready().push(capabilities(A)).push(custom(A, "ask", NOTHING));
    assertThat(a.sender.send("t", new byte[4096])).isEqualTo(Outcome.TOO_LARGE);
    assertThat(a.sender.send("t", new byte[3800])).isEqualTo(Outcome.QUEUED);
    fixture.client.reportHealth(SessionFixture.health("x".repeat(500)));

    List<AgentToServer> sent = new ArrayList<>();
    fixture.advance(Duration.ofSeconds(5));
    sent.addAll(fixture.take());

    assertThat(sent).hasSize(2);
    assertThat(sent.get(0).hasHealth()).isTrue();
    assertThat(sent.get(0).hasCustomMessage()).isFalse();
    assertThat(sent.get(1).hasCustomMessage()).isTrue();
    assertThat(sent).allMatch(message -> message.getSerializedSize() < 4096);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theLargestMessageThatIsAcceptedIsSent(boolean halfDuplex) {
    SessionFixture fixture = fixture(halfDuplex);
    fixture.settings = fixture.settings().maxMessageSize(4096).build();
    fixture.ready().push(capabilities(A)).push(custom(A, "ask", NOTHING));
    int size = 4096;
    while (a.sender.send("t", new byte[size]) != Outcome.QUEUED) {
      size--;
    }

    assertThat(size).isGreaterThan(3800);
    assertThat(drain(fixture)).hasSize(1);
  }

  /** Answers whatever is sent, until nothing more is, and returns the custom messages in it. */
  private static List<CustomMessage> drain(SessionFixture fixture) {
    List<CustomMessage> sent = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      fixture.advance(Duration.ofSeconds(1));
      for (AgentToServer message : fixture.take()) {
        if (message.hasCustomMessage()) {
          sent.add(message.getCustomMessage());
        }
        fixture.reply(SessionFixture.ACK);
      }
    }
    return sent;
  }

  private static ServerToAgent capabilities(String... names) {
    return Servers.message()
        .setCustomCapabilities(
            CustomCapabilities.newBuilder().addAllCapabilities(Arrays.asList(names)))
        .build();
  }

  private static ServerToAgent custom(String capability, String type, byte[] data) {
    return Servers.message()
        .setCustomMessage(
            CustomMessage.newBuilder()
                .setCapability(capability)
                .setType(type)
                .setData(ByteString.copyFrom(data)))
        .build();
  }

  /** Keeps what arrives, and the sender it came with. */
  private static final class Recorder implements CustomCapability {
    final List<String> received = new ArrayList<>();
    final List<byte[]> data = new ArrayList<>();
    CustomMessageSender sender;
    Error failure;
    private final String name;

    Recorder(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void onMessage(String type, byte[] content, CustomMessageSender answers) {
      received.add(type);
      data.add(content);
      sender = answers;
      if (failure != null) {
        throw failure;
      }
    }
  }
}
