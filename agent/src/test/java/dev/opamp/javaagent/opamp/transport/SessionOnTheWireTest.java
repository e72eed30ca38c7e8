package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opamp.javaagent.concurrent.ThreadSerialExecutor;
import dev.opamp.javaagent.config.ConfigPipeline;
import dev.opamp.javaagent.opamp.ComponentHealthSnapshot;
import dev.opamp.javaagent.opamp.ConnectionSettingsOffer;
import dev.opamp.javaagent.opamp.ConnectionSettingsOutcome;
import dev.opamp.javaagent.opamp.OfferListener;
import dev.opamp.javaagent.opamp.RemoteConfigOffer;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Frame;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Peer;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole client on real threads and sockets, against a server driven frame by frame. */
@Timeout(60)
class SessionOnTheWireTest {

  private FakeOpampSocketServer server;
  private RunningClient client;

  @BeforeEach
  void start() throws Exception {
    server = new FakeOpampSocketServer();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
  }

  private Peer connect(OfferListener offers) throws Exception {
    client = new RunningClient(server.uri("ws"), offers);
    Peer peer = server.accept();
    peer.upgrade();
    next(peer);
    peer.writeBinary(Messages.framed(0, ServerToAgent.getDefaultInstance()));
    return peer;
  }

  private static AgentToServer next(Peer peer) throws Exception {
    byte[] payload = peer.readMessage().payload();
    return AgentToServer.parseFrom(Arrays.copyOfRange(payload, 1, payload.length));
  }

  @Test
  @Tag("SEQ-06")
  void numbersOnTheWireAreInOrderHoweverManyThreadsReport() throws Exception {
    Peer peer = connect(new RecordingOffers(offer -> {}));
    AtomicBoolean done = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String name = "thread " + i;
      Thread thread =
          new Thread(
              () -> {
                for (int n = 0; !done.get(); n++) {
                  client.client.reportHealth(health(name + " " + n));
                  Thread.yield();
                }
              });
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      numbers.add(next(peer).getSequenceNum());
    }
    done.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(numbers).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
  }

  private static ComponentHealthSnapshot health(String status) {
    return new ComponentHealthSnapshot(true, 1, status, "", 2, Map.of());
  }

  @Test
  @Tag("WS-19")
  void aSlowApplyKeepsNothingWaitingAndOffersAreAppliedInOrder() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch applying = new CountDownLatch(1);
    List<String> applied = new CopyOnWriteArrayList<>();
    try (ThreadSerialExecutor apply = new ThreadSerialExecutor("apply", Duration.ofSeconds(1))) {
      SlowTarget target = new SlowTarget(applying, release, applied);
      ConfigPipeline pipeline = SlowTarget.pipeline(apply, target);
      Peer peer = connect(new RecordingOffers(pipeline::offer));

      peer.writeBinary(Messages.framed(0, config("one", 0.1)));
      applying.await();
      peer.writeFrame(9, true, (byte) 7);
      Frame frame = peer.readFrame();
      while (frame.opcode() != 10) {
        frame = peer.readFrame();
      }
      assertThat(frame.payload()).containsExactly(7);
      assertThat(applied).isEmpty();
      peer.writeBinary(Messages.framed(0, config("two", 0.2)));

      release.countDown();
      await().until(() -> applied.size() == 2);
      assertThat(applied.get(0)).contains("ratio=0.1");
      assertThat(applied.get(1)).contains("ratio=0.2");
    }
  }

  private static ServerToAgent config(String hash, double ratio) {
    return Messages.config(
        hash, "tracer_provider: {sampler: {trace_id_ratio_based: {ratio: %s}}}".formatted(ratio));
  }

  @Test
  @Tag("RB-42")
  void aBalancerMayMoveRequestsToAServerThatKnowsNothing() throws Exception {
    client = new RunningClient(server.uri("http"), new RecordingOffers(offer -> {}));
    Peer first = server.accept();
    Request full = first.readRequest();
    first.answer(new byte[0], "Connection: close");
    first.socket.close();

    client.client.reportHealth(health("changed"));
    Peer second = server.accept();
    Request change = second.readRequest();
    assertThat(AgentToServer.parseFrom(change.body()).hasAgentDescription()).isFalse();
    second.answer(ServerToAgent.newBuilder().setFlags(1).build().toByteArray());

    AgentToServer again = AgentToServer.parseFrom(second.readRequest().body());
    assertThat(again.getAgentDescription())
        .isEqualTo(AgentToServer.parseFrom(full.body()).getAgentDescription());
    assertThat(again.hasHealth()).isTrue();
    assertThat(List.of(full, change))
        .allMatch(request -> Messages.UID.equals(request.header("OpAMP-Instance-UID")));
  }

  /** Hands configuration on and has no use for anything else. */
  private record RecordingOffers(java.util.function.Consumer<RemoteConfigOffer> configs)
      implements OfferListener {

    @Override
    public void onRemoteConfig(RemoteConfigOffer offer) {
      configs.accept(offer);
    }

    @Override
    public void onConnectionSettings(
        ConnectionSettingsOffer offer, ConnectionSettingsOutcome outcome) {}

    @Override
    public void onRestart() {}
  }
}
