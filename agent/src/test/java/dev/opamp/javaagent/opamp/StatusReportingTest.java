package dev.opamp.javaagent.opamp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.AnyValue;
import dev.opamp.javaagent.opamp.proto.ComponentHealth;
import dev.opamp.javaagent.opamp.proto.KeyValue;
import dev.opamp.javaagent.opamp.proto.ServerErrorResponseType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is reported and when, over both kinds of transport unless a test says otherwise. */
class StatusReportingTest {

  private static final long FULL_STATE = 1;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("ST-01")
  @Tag("ST-02")
  @Tag("WS-11")
  @Tag("HTTP-14")
  @Tag("LIFE-03")
  @Tag("HLTH-01")
  @Tag("ID-01")
  void theFirstMessageIsAFullReportAtOnce(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex);
    fixture.report =
        fixture.report.withRemoteConfigStatus(
            SessionFixture.status("h", RemoteConfigState.APPLIED));

    AgentToServer first = fixture.start().connected().takeOne();

    assertThat(first.getInstanceUid().toByteArray()).isEqualTo(SessionFixture.UID.bytes());
    assertThat(first.hasAgentDescription()).isTrue();
    assertThat(first.hasHealth()).isTrue();
    assertThat(first.hasEffectiveConfig()).isTrue();
    assertThat(first.hasRemoteConfigStatus()).isTrue();
    assertThat(first.getCapabilities()).isEqualTo(Capabilities.all().bits());
    assertThat(first.hasAgentDisconnect()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("ST-04")
  @Tag("ST-06")
  @Tag("ST-07")
  @Tag("DESC-04")
  @Tag("EFF-04")
  void onlyWhatChangedIsSentAndThatWhole(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex).ready();

    fixture.client.reportHealth(SessionFixture.health("degraded"));
    AgentToServer message = fixture.settle().takeOne();

    assertThat(message.getHealth().getStatus()).isEqualTo("degraded");
    assertThat(message.getHealth().getComponentHealthMapList())
        .extracting(ComponentHealth.Entry::getKey)
        .contains("sdk");
    assertThat(message.hasAgentDescription()).isFalse();
    assertThat(message.hasEffectiveConfig()).isFalse();
    assertThat(message.hasRemoteConfigStatus()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("ST-04")
  @Tag("EFF-03")
  void eachKindOfChangeIsReportedWithinASecond(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex).ready();

    fixture.client.reportDescription(SessionFixture.description("other"));
    assertThat(fixture.settle().takeOne().hasAgentDescription()).isTrue();
    fixture.reply(SessionFixture.ACK);
    fixture.client.reportEffectiveConfig(List.of(SessionFixture.file("b: 2")));
    assertThat(fixture.settle().takeOne().hasEffectiveConfig()).isTrue();
    fixture.reply(SessionFixture.ACK);
    fixture.client.reportRemoteConfigStatus(SessionFixture.status("x", RemoteConfigState.APPLIED));
    assertThat(fixture.settle().takeOne().hasRemoteConfigStatus()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("ST-05")
  @Tag("ST-20")
  @Tag("HLTH-06")
  @Tag("CFG-07")
  void whatChangesNothingCausesNoMessage(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex).ready();

    fixture.reply(SessionFixture.ACK);
    fixture.reply(Servers.capabilities(0x7));
    fixture.client.reportDescription(SessionFixture.description("shop"));
    fixture.client.reportHealth(
        new ComponentHealthSnapshot(
            true, 1, "ok", "", 999, SessionFixture.health("ok").components()));
    fixture.client.reportEffectiveConfig(List.of(SessionFixture.file("a: 1")));

    assertThat(fixture.advance(Duration.ofSeconds(10)).take()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("ST-08")
  @Tag("ST-09")
  @Tag("ST-11")
  @Tag("EFF-10")
  @Tag("CFG-23")
  @Tag("SEQ-07")
  @Tag("RB-41")
  void fullStateOnRequest(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex);
    fixture.requestUid = true;
    fixture.report =
        fixture.report.withRemoteConfigStatus(
            SessionFixture.status("h", RemoteConfigState.APPLIED));
    fixture.ready().push(Servers.flags(FULL_STATE));

    AgentToServer full = fixture.settle().takeOne();

    assertThat(full.hasAgentDescription()).isTrue();
    assertThat(full.hasHealth()).isTrue();
    assertThat(full.hasEffectiveConfig()).isTrue();
    assertThat(full.hasRemoteConfigStatus()).isTrue();
    assertThat(full.getFlags()).isEqualTo(1);
    assertThat(full.hasCustomMessage()).isFalse();
    assertThat(full.hasConnectionSettingsRequest()).isFalse();
    assertThat(full.hasAgentDisconnect()).isFalse();
  }

  @Test
  @Tag("IOP-06")
  @Tag("RB-43")
  void unknownFlagsAreIgnoredAndKnownOnesHonoured() {
    SessionFixture fixture = new SessionFixture(false).ready();

    fixture.reply(Servers.flags(0xFFFF_FFFF_FFFF_FFFEL));
    assertThat(fixture.advance(Duration.ofSeconds(5)).take()).isEmpty();
    fixture.reply(Servers.flags(0xFFFF_FFFF_FFFF_FFFDL));
    assertThat(fixture.settle().takeOne().hasAgentDescription()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("ST-13")
  @Tag("RB-17")
  void aServerThatAlwaysWantsEverythingGetsItEverMoreSlowly(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex).ready();
    fixture.push(Servers.flags(FULL_STATE));
    int full = 0;
    for (int i = 0; i < 300; i++) {
      fixture.advance(Duration.ofMillis(100));
      for (AgentToServer message : fixture.take()) {
        full += message.hasAgentDescription() ? 1 : 0;
        fixture.reply(Servers.flags(FULL_STATE));
      }
    }

    assertThat(full).isBetween(2, 8);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("HLTH-10")
  void flappingHealthIsMergedAndEndsRight(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex).ready();
    int messages = 0;
    AgentToServer last = null;
    for (int i = 0; i < 300; i++) {
      if (i < 100) {
        fixture.client.reportHealth(SessionFixture.health("flip " + i));
      }
      fixture.advance(Duration.ofMillis(10));
      for (AgentToServer message : fixture.take()) {
        messages++;
        last = message;
        fixture.reply(SessionFixture.ACK);
      }
    }

    assertThat(messages).isBetween(1, 8);
    assertThat(last.getHealth().getStatus()).isEqualTo("flip 99");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("ST-15")
  @Tag("ST-16")
  @Tag("SEQ-02")
  @Tag("SEQ-05")
  void changesDuringAnOutageAreOneMessageWithTheNextNumber(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex).ready().broken();
    for (int i = 0; i < 1000; i++) {
      fixture.client.reportHealth(SessionFixture.health("flip " + i));
    }
    fixture.client.reportDescription(SessionFixture.description("other"));
    fixture.untilAttempt();

    AgentToServer message = fixture.connected().takeOne();

    assertThat(message.getHealth().getStatus()).isEqualTo("flip 999");
    assertThat(message.hasAgentDescription()).isTrue();
    assertThat(message.getSequenceNum()).isEqualTo(1);
    assertThat(fixture.reply(SessionFixture.ACK).settle().take()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("ST-03")
  @Tag("ID-04")
  void aReconnectSendsAMessageWithoutWhatTheServerHas(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex).ready().broken();
    fixture.untilAttempt();

    AgentToServer message = fixture.connected().takeOne();

    assertThat(message.hasAgentDescription()).isFalse();
    assertThat(message.getInstanceUid().toByteArray()).isEqualTo(SessionFixture.UID.bytes());
    assertThat(message.getSequenceNum()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("ST-17")
  void whatNoAnswerFollowedIsReportedAgain(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex).ready();
    fixture.client.reportHealth(SessionFixture.health("lost"));
    assertThat(fixture.settle().takeOne().hasHealth()).isTrue();
    fixture.broken().untilAttempt();

    AgentToServer again = fixture.connected().takeOne();

    assertThat(again.getHealth().getStatus()).isEqualTo("lost");
    assertThat(again.hasAgentDescription()).isFalse();
  }

  @Test
  @Tag("WS-10")
  @Tag("RB-18")
  void aWebSocketDoesNotWaitForAnswers() {
    SessionFixture fixture = new SessionFixture(false).start().connected();
    fixture.take();
    for (String status : List.of("one", "two", "three")) {
      fixture.client.reportHealth(SessionFixture.health(status));
      assertThat(fixture.settle().takeOne().getHealth().getStatus()).isEqualTo(status);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("SEQ-01")
  @Tag("SEQ-03")
  @Tag("CAP-01")
  @Tag("CAP-02")
  @Tag("CAP-03")
  @Tag("IOP-03")
  @Tag("ID-02")
  @Tag("ID-18")
  void everyMessageIsCompleteAndNumberedInOrder(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex).start().connected();
    for (int i = 0; i < 20; i++) {
      fixture.reply(i % 5 == 0 ? Servers.flags(FULL_STATE) : SessionFixture.ACK);
      fixture.client.reportHealth(SessionFixture.health("step " + i));
      fixture.advance(Duration.ofSeconds(i % 3 == 0 ? 31 : 2));
    }
    fixture.reply(SessionFixture.ACK).stop();

    List<AgentToServer> all = new ArrayList<>(fixture.take());
    all.addAll(fixture.transport.farewells);
    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i).getSequenceNum()).isEqualTo(i);
      assertThat(all.get(i).getInstanceUid().size()).isEqualTo(16);
      assertThat(all.get(i).getCapabilities() & 1).isEqualTo(1);
      assertThat(all.get(i).getCapabilities() & ~0xFFFFL).isZero();
      assertThat(all.get(i).getFlags() & ~1).isZero();
    }
    assertThat(all).hasSizeGreaterThan(20);
  }

  @Test
  @Tag("CAP-07")
  @Tag("CAP-08")
  @Tag("CAP-06")
  @Tag("CFG-05")
  @Tag("EFF-02")
  void partsWithoutTheirCapabilityAreNotSent() {
    SessionFixture fixture = new SessionFixture(false);
    fixture.capabilities =
        Capabilities.all()
            .without(
                Capabilities.REPORTS_STATUS
                    | Capabilities.REPORTS_HEALTH
                    | Capabilities.REPORTS_EFFECTIVE_CONFIG
                    | Capabilities.REPORTS_REMOTE_CONFIG
                    | Capabilities.ACCEPTS_REMOTE_CONFIG);
    fixture.report =
        fixture.report.withRemoteConfigStatus(
            SessionFixture.status("h", RemoteConfigState.APPLIED));

    AgentToServer first = fixture.start().connected().takeOne();

    assertThat(first.hasAgentDescription()).isTrue();
    assertThat(first.hasHealth()).isFalse();
    assertThat(first.hasEffectiveConfig()).isFalse();
    assertThat(first.hasRemoteConfigStatus()).isFalse();
    assertThat(first.hasAvailableComponents()).isFalse();
    assertThat(first.hasPackageStatuses()).isFalse();
    assertThat(first.hasConnectionSettingsStatus()).isFalse();
    assertThat(first.getCapabilities() & 0x1806).isZero();
    assertThat(first.getCapabilities() & 1).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("CAP-09")
  @Tag("CAP-12")
  @Tag("IOP-01")
  @Tag("IOP-04")
  void aServerForStatusOnlyGetsNoEffectiveConfigAndTheNextOneAllOfIt(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex).start().connected();
    fixture.take();
    fixture.reply(Servers.capabilities(0x1));
    fixture.client.reportEffectiveConfig(List.of(SessionFixture.file("b: 2")));
    fixture.client.reportHealth(SessionFixture.health("changed"));
    AgentToServer message = fixture.settle().takeOne();
    assertThat(message.hasEffectiveConfig()).isFalse();
    assertThat(message.hasHealth()).isTrue();

    fixture.reply(SessionFixture.ACK).broken().untilAttempt();

    assertThat(fixture.connected().takeOne().hasEffectiveConfig()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 0x27, -1L})
  @Tag("CAP-10")
  @Tag("CAP-11")
  @Tag("CAP-13")
  @Tag("RB-20")
  void capabilitiesOfZeroTellNothingAndUnknownBitsDoNoHarm(long bits) {
    SessionFixture fixture = new SessionFixture(false).start().connected();
    fixture.take();
    fixture.reply(Servers.capabilities(bits)).reply(Servers.capabilities(0));

    fixture.client.reportEffectiveConfig(List.of(SessionFixture.file("b: 2")));

    assertThat(fixture.settle().takeOne().hasEffectiveConfig()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("ERR-02")
  @Tag("ERR-03")
  @Tag("ERR-04")
  @Tag("RB-11")
  void aRefusedMessageIsNotRepeatedUntilSomethingChanges(boolean halfDuplex) {
    for (int type : new int[] {0, 1, 9}) {
      SessionFixture fixture = new SessionFixture(halfDuplex).start().connected();
      fixture.take();
      fixture.reply(
          Servers.message()
              .setErrorResponse(
                  Servers.error(ServerErrorResponseType.ServerErrorResponseType_Unknown)
                      .getErrorResponse()
                      .toBuilder()
                      .setTypeValue(type)
                      .setErrorMessage("no\n".repeat(1000)))
              .build());
      assertThat(fixture.advance(Duration.ofSeconds(10)).take()).isEmpty();
      assertThat(fixture.state()).isEqualTo(SessionState.READY);

      fixture.client.reportHealth(SessionFixture.health("changed"));
      AgentToServer next = fixture.settle().takeOne();

      assertThat(next.getHealth().getStatus()).isEqualTo("changed");
      assertThat(next.hasAgentDescription()).isTrue();
    }
  }

  @Test
  @Tag("DESC-05")
  void attributesKeepTheirTypes() {
    Map<String, AnyValue> values = new HashMap<>();
    for (KeyValue entry :
        AnyValueEncoder.encodeAttributes(
            Map.of(
                "s",
                "x",
                "b",
                true,
                "l",
                7L,
                "d",
                1.5,
                "y",
                new byte[] {1},
                "a",
                List.of("p", 2L),
                "m",
                Map.of("k", "v")))) {
      values.put(entry.getKey(), entry.getValue());
    }

    assertThat(values.get("s").getStringValue()).isEqualTo("x");
    assertThat(values.get("b").getBoolValue()).isTrue();
    assertThat(values.get("l").getIntValue()).isEqualTo(7);
    assertThat(values.get("d").getDoubleValue()).isEqualTo(1.5);
    assertThat(values.get("y").getBytesValue().toByteArray()).containsExactly(1);
    assertThat(values.get("a").getArrayValue().getValues(1).getIntValue()).isEqualTo(2);
    assertThat(values.get("m").getKvlistValue().getValues(0).getKey()).isEqualTo("k");
    assertThat(AnyValueEncoder.encode(null)).isEqualTo(AnyValue.getDefaultInstance());
  }

  @Test
  @Tag("LIM-12")
  @Tag("SEQ-05")
  @Tag("LIM-05")
  void aReportTooLargeGoesWithoutItsLargestParts() {
    SessionFixture fixture = new SessionFixture(false);
    fixture.settings = fixture.settings().maxMessageSize(1000).build();
    fixture.report =
        fixture.report.withEffectiveConfig(List.of(SessionFixture.file("x".repeat(2000))));

    AgentToServer first = fixture.start().connected().takeOne();
    fixture.reply(SessionFixture.ACK);
    fixture.client.reportHealth(SessionFixture.health("changed"));
    AgentToServer second = fixture.settle().takeOne();

    assertThat(first.hasEffectiveConfig()).isFalse();
    assertThat(first.hasAgentDescription()).isTrue();
    assertThat(second.getHealth().getStatus()).isEqualTo("changed");
    assertThat(second.getSequenceNum()).isEqualTo(first.getSequenceNum() + 1);

    fixture.reply(SessionFixture.ACK);
    fixture.client.reportEffectiveConfig(List.of(SessionFixture.file("small")));
    assertThat(fixture.settle().takeOne().hasEffectiveConfig()).isTrue();
  }

  @Test
  @Tag("LIM-12")
  void whatTheTransportDidNotSendTakesNoNumber() {
    SessionFixture fixture = new SessionFixture(false).start().connected();
    AgentToServer refused = fixture.takeOne();
    fixture.transport.listener.onOversize(1, refused.getSerializedSize());
    fixture.scheduler.runAll();

    AgentToServer smaller = fixture.takeOne();

    assertThat(smaller.getSequenceNum()).isEqualTo(refused.getSequenceNum());
    assertThat(smaller.getSerializedSize()).isLessThan(refused.getSerializedSize());
    assertThat(smaller.hasEffectiveConfig()).isFalse();
    assertThat(smaller.hasHealth()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bytesAndAttemptsAreCounted(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex).start().connected();
    fixture.reply(Servers.capabilities(7));

    assertThat(fixture.listener.attempts).isEqualTo(1);
    assertThat(fixture.listener.bytesSent).isEqualTo(fixture.takeOne().getSerializedSize());
    assertThat(fixture.listener.bytesReceived)
        .isEqualTo(Servers.capabilities(7).getSerializedSize());
  }
}
