package dev.opamp.javaagent.opamp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.CloseCause.Kind;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import java.time.Duration;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StopTest {

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("LIFE-06")
  @Tag("LIFE-07")
  @Tag("LIFE-08")
  @Tag("LIFE-10")
  @Tag("SEQ-01")
  void theFarewellIsTheLastMessageAndComplete(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex).ready();
    fixture.client.reportHealth(SessionFixture.health("stopping"));
    Future<Void> stopped = fixture.stop();
    fixture.client.reportHealth(SessionFixture.health("late"));
    fixture.advance(Duration.ofSeconds(1));

    assertThat(fixture.transport.calls).endsWith("disconnect");
    assertThat(stopped).isNotDone();
    fixture.closed(Kind.LOCAL, 1000);

    AgentToServer farewell = fixture.transport.farewells.get(0);
    assertThat(farewell.hasAgentDisconnect()).isTrue();
    assertThat(farewell.getInstanceUid().toByteArray()).isEqualTo(SessionFixture.UID.bytes());
    assertThat(farewell.getSequenceNum()).isEqualTo(1);
    assertThat(farewell.getCapabilities()).isEqualTo(Capabilities.all().bits());
    assertThat(farewell.getHealth().getStatus()).isEqualTo("stopping");
    assertThat(fixture.take()).isEmpty();
    assertThat(stopped).isDone();
    assertThat(fixture.transport.calls).endsWith("disconnect", "shutdown");
    assertThat(fixture.scheduler.pending()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("LIFE-12")
  void withoutAConnectionNoneIsOpened(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex).start().broken();

    assertThat(fixture.stop()).isDone();

    assertThat(fixture.transport.calls).containsExactly("connect", "shutdown");
    assertThat(fixture.scheduler.pending()).isZero();
  }

  @Test
  @Tag("LIFE-12")
  void aConnectionBeingMadeIsGivenUp() {
    SessionFixture fixture = new SessionFixture(false).start();

    assertThat(fixture.stop()).isDone();
    fixture.connected();

    assertThat(fixture.transport.calls).containsExactly("connect", "abort 1000", "shutdown");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("LIFE-11")
  void aHangingServerDoesNotHoldItUp(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex).start().connected();
    Future<Void> stopped = fixture.stop();

    fixture.advance(Duration.ofSeconds(3));

    assertThat(stopped).isDone();
    assertThat(fixture.transport.calls).endsWith("disconnect", "abort 1000", "shutdown");
  }

  @Test
  @Tag("LIFE-11")
  @Tag("HTTP-07")
  void anOutstandingExchangeIsAwaitedFirst() {
    SessionFixture fixture = new SessionFixture(true).start().connected();
    fixture.stop();
    assertThat(fixture.transport.farewells).isEmpty();

    fixture.reply(Servers.config("h", "a: 1"));

    assertThat(fixture.transport.calls).endsWith("disconnect");
    assertThat(fixture.transport.farewells.get(0).hasAgentDescription()).isFalse();
    assertThat(fixture.listener.configs).isEmpty();
  }

  @Test
  void stoppingWhileLeavingWaitsForThatFarewell() {
    SessionFixture fixture = new SessionFixture(false).ready();
    fixture.client.reconnect();
    Future<Void> stopped = fixture.stop();
    assertThat(stopped).isNotDone();

    fixture.closed(Kind.LOCAL, 1000);

    assertThat(stopped).isDone();
    assertThat(fixture.transport.count("disconnect")).isEqualTo(1);
    assertThat(fixture.transport.count("connect")).isEqualTo(1);
  }

  @Test
  void everyStopCompletes() {
    SessionFixture fixture = new SessionFixture(false).ready();
    Future<Void> first = fixture.stop();
    Future<Void> second = fixture.stop();
    fixture.closed(Kind.LOCAL, 1000);

    assertThat(first).isDone();
    assertThat(second).isDone();
    assertThat(fixture.stop()).isDone();
    fixture.client.start();
    fixture.scheduler.runAll();
    assertThat(fixture.transport.count("connect")).isEqualTo(1);
  }
}
