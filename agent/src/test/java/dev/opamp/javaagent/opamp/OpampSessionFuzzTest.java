package dev.opamp.javaagent.opamp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.ByteString;
import dev.opamp.javaagent.Fuzzed;
import dev.opamp.javaagent.concurrent.ManualScheduler;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.settings.ConnectionOfferSettings;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;

/**
 * Whatever server and network do, and in whatever order: the session does not throw, asks nothing
 * of its transport that it may not, sends at a bounded rate, recovers, and stops when told to. An
 * input is one byte of local settings and then events, see {@link #event}.
 */
@Fuzzed
@Tag("RB-15")
@Tag("RB-17")
@Tag("RB-43")
class OpampSessionFuzzTest {

  private static final int MAX_EVENTS = 300;
  private static final int MAX_MESSAGE_SIZE = 4096;

  /** A connection's first report, changes at one per second after five, and heartbeats. */
  private static final double MESSAGES_PER_SECOND = 2.1;

  private static final int BURST = 10;
  private static final int PER_CONNECTION = 2;

  /** A burst of five moves, each to the new server and back without a pause. */
  private static final int MOVES = 10;

  /** All that {@link Reduction} can do about one message. */
  private static final int PER_OVERSIZE = 6;

  @FuzzTest
  void events(byte[] input) {
    new Run(new ServerScript(input)).play();
  }

  /** One session from start to end. */
  private static final class Run {
    private final ServerScript script;
    private final ManualScheduler scheduler = new ManualScheduler();
    private final RecordingListener listener = new RecordingListener();
    private final Set<ByteString> offered = new HashSet<>();
    private final CheckedTransport transport;
    private final OpampClient client;
    private int oversizes;
    private int restartsTaken;
    private int checked;
    private boolean stopped;

    Run(ServerScript script) {
      this.script = script;
      int local = script.next(16);
      boolean halfDuplex = (local & 1) != 0;
      ConnectionSettings settings =
          ConnectionSettings.builder(
                  URI.create(halfDuplex ? "http://localhost/v1/opamp" : "ws://localhost/v1/opamp"))
              .maxMessageSize(MAX_MESSAGE_SIZE)
              .heartbeatInterval(Duration.ofSeconds((local & 2) != 0 ? 0 : 30))
              .build();
      transport = new CheckedTransport(MAX_MESSAGE_SIZE);
      SessionConfig config =
          new SessionConfig(
              settings,
              Capabilities.all(),
              SessionFixture.UID,
              (local & 4) != 0,
              AgentReport.empty().withDescription(SessionFixture.description("shop")),
              SessionTimings.defaults(),
              ConnectionOfferSettings.defaults(),
              new MemoryConnectionStore(),
              new FakeClientKeys());
      client =
          new OpampClient(
              config,
              (connection, events) -> transport.next(!connection.isWebSocket(), events),
              scheduler,
              scheduler,
              new Random(local),
              listener,
              listener,
              listener,
              new CustomMessages(List.of(), scheduler, scheduler));
      listener.thrownByOffers = (local & 8) != 0 ? new StackOverflowError("fuzzed") : null;
    }

    void play() {
      client.start();
      scheduler.runAll();
      for (int i = 0; script.hasMore() && i < MAX_EVENTS; i++) {
        event();
        scheduler.runAll();
        followRestart();
        transport.verify();
        checkRate();
        checkHashes();
      }
      if (!stopped) {
        checkRecovery();
      }
      checkStop();
    }

    private void event() {
      switch (script.next(15)) {
        case 0:
        case 1:
          transport.connected();
          break;
        case 2:
          hear(ServerToAgent.getDefaultInstance());
          break;
        case 3:
        case 4:
          hear(script.message());
          break;
        case 5:
          hear(script.raw());
          break;
        case 6:
          transport.closed(cause());
          break;
        case 7:
          scheduler.advance(Duration.ofMillis(10L * script.next(256)));
          break;
        case 8:
          scheduler.advance(Duration.ofSeconds(5L * script.next(256)));
          break;
        case 9:
          transport.malformed();
          break;
        case 10:
          oversizes++;
          transport.oversize();
          break;
        case 11:
          transport.late(script.message());
          break;
        case 12:
          client.reportHealth(SessionFixture.health("x".repeat(20 * script.next(256))));
          break;
        case 13:
          report();
          break;
        default:
          stopIf(script.next(8) == 7);
      }
    }

    private void hear(ServerToAgent message) {
      offered.add(message.getRemoteConfig().getConfigHash());
      transport.message(message);
    }

    private CloseCause cause() {
      CloseCause.Kind[] kinds = CloseCause.Kind.values();
      int[] codes = {0, 1000, 1006, 1008, 1012, 401, 413, 429, 503};
      long wait = script.nextLong();
      return new CloseCause(
          kinds[script.next(kinds.length)],
          codes[script.next(codes.length)],
          "fuzzed",
          wait % 3600 <= 0 ? null : Duration.ofSeconds(wait % 3600));
    }

    /** What the rest of the agent has to say, also about an offer that is not the newest. */
    private void report() {
      int what = script.next(4);
      if (what == 0) {
        client.reportDescription(SessionFixture.description("d" + script.next(3)));
      } else if (what == 1) {
        client.reportEffectiveConfig(
            List.of(SessionFixture.file("y".repeat(30 * script.next(256)))));
      } else if (!listener.configs.isEmpty()) {
        RemoteConfigState[] states = RemoteConfigState.values();
        int which = script.next(listener.configs.size());
        client.reportRemoteConfigStatus(
            new RemoteConfigStatusSnapshot(
                listener.configs.get(which).hash(), states[script.next(states.length)], ""));
      }
    }

    private void followRestart() {
      if (listener.restarts > restartsTaken) {
        restartsTaken = listener.restarts;
        client.reconnect();
        scheduler.runAll();
      }
    }

    private void stopIf(boolean wanted) {
      if (wanted && !stopped) {
        stopped = true;
        client.stop();
        transport.stopping();
      }
    }

    private void checkRate() {
      double seconds = scheduler.nanos() / 1e9;
      int bound = BURST + PER_CONNECTION * transport.connects() + PER_OVERSIZE * oversizes;
      assertThat(transport.sent().size()).isLessThan((int) (bound + MESSAGES_PER_SECOND * seconds));
      assertThat(transport.connects()).isLessThan((int) (MOVES + 8 + 2 * seconds));
      assertThat(listener.restarts).isLessThan((int) (2 + seconds / 60));
      assertThat(listener.configs.size()).isLessThan((int) (12 + seconds));
      assertThat(scheduler.pending()).isLessThan(15);
    }

    private void checkHashes() {
      List<AgentToServer> sent = transport.sent();
      for (AgentToServer message : sent.subList(Math.min(checked, sent.size()), sent.size())) {
        if (message.hasRemoteConfigStatus()) {
          assertThat(offered).contains(message.getRemoteConfigStatus().getLastRemoteConfigHash());
        }
      }
      checked = sent.size();
    }

    /** With a network and a server that behave the session works again, however long it waits. */
    private void checkRecovery() {
      listener.thrownByOffers = null;
      for (int i = 0; i < 5 && state() != SessionState.READY; i++) {
        scheduler.advance(Duration.ofMinutes(100));
        transport.connected();
        scheduler.runAll();
        hear(ServerToAgent.getDefaultInstance());
        scheduler.runAll();
      }
      transport.verify();
      assertThat(state()).isEqualTo(SessionState.READY);
      int before = listener.configs.size();
      hear(Servers.config("the last one", "a: 1"));
      scheduler.advance(Duration.ofMinutes(2));
      assertThat(listener.configs.size() - before).isBetween(transport.isHalfDuplex() ? 0 : 1, 2);
    }

    private void checkStop() {
      Future<Void> end = client.stop();
      transport.stopping();
      scheduler.advance(Duration.ofSeconds(10));
      transport.verify();
      assertThat(end).isDone();
      assertThat(transport.isShutDown()).isTrue();
      assertThat(state()).isEqualTo(SessionState.CLOSED);
      assertThat(scheduler.pending()).isZero();
    }

    private SessionState state() {
      List<SessionState> states = listener.states;
      return states.isEmpty() ? SessionState.STOPPED : states.get(states.size() - 1);
    }
  }
}
