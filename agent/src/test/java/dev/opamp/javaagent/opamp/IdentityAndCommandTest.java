package dev.opamp.javaagent.opamp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.opamp.javaagent.identity.InstanceUid;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.opamp.proto.ServerToAgentCommand;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityAndCommandTest {

  private static final InstanceUid NEW = InstanceUid.parse("01936bcd-0000-7000-8000-000000000002");
  private final SessionFixture fixture = new SessionFixture(false);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("ID-06")
  @Tag("ID-13")
  @Tag("SEQ-03")
  void anAssignedUidIsUsedFromThenOnBeginningWithAFullReport(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex).ready();
    fixture.push(Servers.newUid(NEW.bytes()));

    AgentToServer full = fixture.settle().takeOne();

    assertThat(full.getInstanceUid().toByteArray()).isEqualTo(NEW.bytes());
    assertThat(full.hasAgentDescription()).isTrue();
    assertThat(full.getSequenceNum()).isPositive();
    assertThat(fixture.listener.uids).containsExactly(NEW);
    fixture.reply(SessionFixture.ACK).broken().untilAttempt();
    assertThat(fixture.connected().takeOne().getInstanceUid().toByteArray()).isEqualTo(NEW.bytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 17, 26})
  @Tag("ID-07")
  @Tag("RB-09")
  void aUidOfAnotherLengthIsIgnoredAndTheRestProcessed(int length) {
    fixture
        .ready()
        .reply(
            Servers.newUid(new byte[length]).toBuilder()
                .mergeFrom(Servers.config("h", "a: 1"))
                .build());

    assertThat(fixture.listener.uids).isEmpty();
    assertThat(fixture.listener.configs).hasSize(1);
  }

  @Test
  @Tag("ID-08")
  @Tag("ID-12")
  @Tag("RB-09")
  void zerosNothingAndTheUidInUseChangeNothing() {
    fixture
        .ready()
        .reply(Servers.newUid(new byte[16]))
        .reply(Servers.newUid(new byte[0]))
        .reply(Servers.newUid(SessionFixture.UID.bytes()));

    assertThat(fixture.advance(Duration.ofSeconds(5)).take()).isEmpty();
    assertThat(fixture.listener.uids).isEmpty();
  }

  @Test
  @Tag("ID-09")
  @Tag("ID-10")
  void theRequestForAUidRepeatsUntilOneIsAssigned() {
    fixture.requestUid = true;
    AgentToServer first = fixture.start().connected().takeOne();
    assertThat(first.getFlags()).isEqualTo(1);
    assertThat(first.getInstanceUid().size()).isEqualTo(16);
    fixture.reply(SessionFixture.ACK).reply(SessionFixture.ACK);
    assertThat(fixture.advance(Duration.ofSeconds(30)).takeOne().getFlags()).isEqualTo(1);

    fixture.reply(Servers.newUid(NEW.bytes()));

    assertThat(fixture.settle().takeOne().getFlags()).isZero();
  }

  @Test
  @Tag("ID-11")
  @Tag("RB-08")
  void aMessageForAnotherAgentIsIgnoredWhole() {
    fixture.ready();
    fixture.reply(addressed(Servers.foreign(), "foreign"));
    assertThat(fixture.listener.configs).isEmpty();

    fixture.reply(addressed(ByteString.EMPTY, "empty"));
    fixture.reply(addressed(ByteString.copyFrom(SessionFixture.UID.bytes()), "ours"));
    assertThat(fixture.listener.configs).hasSize(2);

    fixture.reply(Servers.newUid(NEW.bytes()));
    fixture.reply(addressed(ByteString.copyFrom(SessionFixture.UID.bytes()), "old uid"));
    assertThat(fixture.listener.configs).hasSize(3);
  }

  @Test
  @Tag("ID-11")
  @Tag("RB-08")
  void anErrorForAnotherAgentIsIgnoredToo() {
    fixture.ready();
    int calls = fixture.transport.calls.size();
    fixture.reply(
        Servers.unavailable(5_000_000_000L).toBuilder().setInstanceUid(Servers.foreign()).build());

    assertThat(fixture.transport.calls).hasSize(calls);
  }

  @Test
  @Tag("ID-11")
  void aMessageMayBeAddressedToTheUidItAssigns() {
    fixture
        .ready()
        .reply(
            Servers.newUid(NEW.bytes()).toBuilder()
                .setInstanceUid(ByteString.copyFrom(NEW.bytes()))
                .build());

    assertThat(fixture.listener.uids).containsExactly(NEW);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("ID-17")
  @Tag("RB-09")
  void aServerThatReassignsAllTheTimeCausesNoLoop(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex).ready();
    fixture.push(Servers.newUid(InstanceUid.random().bytes()));
    int messages = 0;
    for (int i = 0; i < 300; i++) {
      fixture.advance(Duration.ofMillis(100));
      for (AgentToServer ignored : fixture.take()) {
        messages++;
        fixture.reply(Servers.newUid(InstanceUid.random().bytes()));
      }
    }

    assertThat(messages).isBetween(2, 10);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("CMD-02")
  @Tag("CMD-03")
  @Tag("RB-13")
  void anEmptyCommandIsARestartAndExcludesTheRest(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex).ready();
    fixture.push(
        Servers.restart().toBuilder().mergeFrom(Servers.config("h", "a: 1")).setFlags(1).build());

    assertThat(fixture.listener.restarts).isEqualTo(1);
    assertThat(fixture.listener.configs).isEmpty();
    assertThat(fixture.settle().take()).isEmpty();
  }

  @Test
  @Tag("CMD-01")
  @Tag("CAP-05")
  void withoutTheCapabilityACommandIsIgnored() {
    fixture.capabilities = Capabilities.all().without(Capabilities.ACCEPTS_RESTART_COMMAND);
    fixture
        .ready()
        .reply(Servers.restart().toBuilder().mergeFrom(Servers.config("h", "a: 1")).build());

    assertThat(fixture.listener.restarts).isZero();
    assertThat(fixture.listener.configs).hasSize(1);
  }

  @Test
  @Tag("CMD-04")
  @Tag("RB-10")
  void anUnknownCommandIsNoRestart() {
    fixture
        .ready()
        .reply(
            Servers.message()
                .setCommand(ServerToAgentCommand.newBuilder().setTypeValue(7))
                .build());

    assertThat(fixture.listener.restarts).isZero();
  }

  @Test
  @Tag("CMD-06")
  void restartsAreLimited() {
    fixture.ready();
    for (int i = 0; i < 120; i++) {
      fixture.reply(Servers.restart()).advance(Duration.ofSeconds(1));
    }

    assertThat(fixture.listener.restarts).isEqualTo(2);
  }

  @Test
  @Tag("IOP-02")
  @Tag("RB-10")
  void unknownFieldsAreSkipped() throws InvalidProtocolBufferException {
    ServerToAgent message =
        Servers.config("h", "a: 1").toBuilder()
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(5000, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                    .build())
            .build();
    fixture.ready().reply(ServerToAgent.parseFrom(message.toByteArray()));

    assertThat(fixture.listener.configs).hasSize(1);
  }

  private static ServerToAgent addressed(ByteString uid, String hash) {
    return Servers.config(hash, "a: 1").toBuilder().setInstanceUid(uid).build();
  }
}
