package dev.opamp.javaagent.opamp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event in every state: where it leads, and what the transport is asked to do. */
class SessionStateTableTest {

  enum Event {
    START(fixture -> fixture.client.start()),
    CONNECTED(fixture -> fixture.transport.listener.onConnected(fixture.transport.epoch)),
    DELIVERED(fixture -> fixture.transport.listener.onDelivered(fixture.transport.epoch)),
    MESSAGE(
        fixture ->
            fixture.transport.listener.onMessage(fixture.transport.epoch, SessionFixture.ACK)),
    MOVE(
        fixture ->
            fixture.transport.listener.onMessage(
                fixture.transport.epoch, ConnectionMoveTest.moveTo("h", "ws://b.example/"))),
    MALFORMED(fixture -> fixture.transport.listener.onMalformed(fixture.transport.epoch, "x")),
    OVERSIZE(fixture -> fixture.transport.listener.onOversize(fixture.transport.epoch, 9999)),
    CLOSED(
        fixture ->
            fixture.transport.listener.onClosed(
                fixture.transport.epoch,
                new CloseCause(CloseCause.Kind.NETWORK, 0, "reset", null))),
    STALE_CLOSED(
        fixture ->
            fixture.transport.listener.onClosed(
                fixture.transport.epoch - 1,
                new CloseCause(CloseCause.Kind.NETWORK, 0, "reset", null))),
    REPORT(
        fixture -> {
          fixture.client.reportHealth(SessionFixture.health("changed"));
          fixture.scheduler.advance(Duration.ofMillis(60));
        }),
    RECONNECT(fixture -> fixture.client.reconnect()),
    TIME(fixture -> fixture.scheduler.advance(fixture.scheduler.untilNext())),
    STOP(fixture -> fixture.client.stop());

    private final Consumer<SessionFixture> action;

    Event(Consumer<SessionFixture> action) {
      this.action = action;
    }
  }

  /** Next state, then the calls; "-" stands for neither, "n/a" for no timer that could fire. */
  private static final String TABLE =
      """
                   | STOPPED    | CONNECTING  | SYNCING              | READY                  | BACKING_OFF    | CLOSING         | CLOSED
      START        | CONNECTING connect | - | - | - | - | - | -
      CONNECTED    | - | SYNCING send | - | - | - | - | -
      DELIVERED    | - | - | - | - | - | - | -
      MESSAGE      | - | - | READY | - | - | - | -
      MOVE         | - | - | BACKING_OFF send disconnect | BACKING_OFF send disconnect | - | - | -
      MALFORMED    | - | - | - | - | - | - | -
      OVERSIZE     | - | - | SYNCING send | READY send | - | - | -
      CLOSED       | - | BACKING_OFF | BACKING_OFF | BACKING_OFF | - | CLOSED shutdown | -
      STALE_CLOSED | - | - | - | - | - | - | -
      REPORT       | - | - | SYNCING send | READY send | - | - | -
      RECONNECT    | - | - | BACKING_OFF disconnect | BACKING_OFF disconnect | - | - | -
      TIME         | n/a | n/a | SYNCING send | - | CONNECTING connect | CLOSED abort 1000 shutdown | n/a
      STOP         | CLOSED shutdown | CLOSED abort 1000 shutdown | CLOSING disconnect | CLOSING disconnect | CLOSED shutdown | - | -
      """;

  static Stream<Arguments> pairs() {
    List<Arguments> pairs = new ArrayList<>();
    for (SessionState state : SessionState.values()) {
      for (Event event : Event.values()) {
        pairs.add(Arguments.of(state, event));
      }
    }
    return pairs.stream();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("pairs")
  void everyPairLeadsWhereTheTableSays(SessionState state, Event event) {
    String expected = table().get(event).get(state);
    SessionFixture fixture = inState(state);
    if (expected.equals("n/a")) {
      assertThat(fixture.scheduler.pending()).isZero();
      return;
    }
    int callsBefore = fixture.transport.calls.size();

    event.action.accept(fixture);
    fixture.scheduler.runAll();

    List<String> calls =
        fixture.transport.calls.subList(callsBefore, fixture.transport.calls.size());
    String outcome = fixture.state() == state && calls.isEmpty() ? "-" : outcome(fixture, calls);
    assertThat(outcome).isEqualTo(expected);
  }

  @Test
  void theTableKnowsEveryEventAndState() {
    assertThat(table().keySet()).containsExactlyInAnyOrder(Event.values());
    assertThat(table().values())
        .allSatisfy(row -> assertThat(row).hasSize(SessionState.values().length));
  }

  private static String outcome(SessionFixture fixture, List<String> calls) {
    return (fixture.state() + " " + String.join(" ", calls)).trim();
  }

  private static SessionFixture inState(SessionState state) {
    SessionFixture fixture = new SessionFixture(false);
    switch (state) {
      case STOPPED -> fixture.build();
      case CONNECTING -> fixture.start();
      case SYNCING -> fixture.start().connected();
      case READY -> fixture.ready();
      case BACKING_OFF -> fixture.ready().broken();
      case CLOSING -> fixture.ready().stop();
      case CLOSED -> fixture.start().stop();
    }
    assertThat(fixture.state()).isEqualTo(state);
    return fixture;
  }

  private static Map<Event, Map<SessionState, String>> table() {
    Map<Event, Map<SessionState, String>> table = new EnumMap<>(Event.class);
    List<String> lines = TABLE.lines().toList();
    String[] header = lines.get(0).split("\\|");
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split("\\|");
      Map<SessionState, String> row = new EnumMap<>(SessionState.class);
      for (int i = 1; i < cells.length; i++) {
        row.put(SessionState.valueOf(header[i].trim()), cells[i].trim());
      }
      table.put(Event.valueOf(cells[0].trim()), row);
    }
    return table;
  }
}
