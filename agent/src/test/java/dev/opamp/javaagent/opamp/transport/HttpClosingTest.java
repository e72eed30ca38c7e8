package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opamp.javaagent.opamp.CloseCause;
import dev.opamp.javaagent.opamp.CloseCause.Kind;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Peer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HttpClosingTest extends HttpScenario {

  @Test
  @Tag("LIFE-08")
  void lastPostIsTheFarewell() throws Exception {
    Peer peer = connectAndSend(Messages.report(1));
    peer.readRequest();
    peer.answer(new byte[0]);
    nextReply();
    transport.disconnect(1, Messages.farewell(2));
    transport.send(1, Messages.report(3));
    assertThat(AgentToServer.parseFrom(peer.readRequest().body())).isEqualTo(Messages.farewell(2));
    peer.answer(new byte[0]);
    assertThat(listener.nextClose().kind()).isEqualTo(Kind.LOCAL);
    assertThat(peer.isClosedByClient()).isTrue();
  }

  @Test
  @Tag("LIFE-11")
  void farewellFollowsTheOutstandingAnswer() throws Exception {
    Peer peer = connectAndSend(Messages.report(1));
    peer.readRequest();
    transport.disconnect(1, Messages.farewell(2));
    peer.answer(new byte[0]);
    nextReply();
    peer.readRequest();
    peer.answer(new byte[0]);
    assertThat(listener.nextClose().kind()).isEqualTo(Kind.LOCAL);
  }

  @Test
  @Tag("LIFE-11")
  void farewellAbortsAnAnswerThatDoesNotCome() throws Exception {
    Peer peer = connectAndSend(Messages.report(1));
    peer.readRequest();
    transport.disconnect(1, Messages.farewell(2));
    Peer second = server.accept();
    assertThat(AgentToServer.parseFrom(second.readRequest().body()))
        .isEqualTo(Messages.farewell(2));
    assertThat(listener.nextClose().kind()).isEqualTo(Kind.LOCAL);
    assertThat(listener.count("closed")).isEqualTo(1);
  }

  @Test
  void abortCutsTheExchange() throws Exception {
    Peer peer = connectAndSend(Messages.report(1));
    peer.readRequest();
    transport.abort(1, 1000, "enough");
    CloseCause cause = listener.nextClose();
    assertThat(cause.kind()).isEqualTo(Kind.LOCAL);
    assertThat(cause.message()).isEqualTo("enough");
    assertThat(peer.isClosedByClient()).isTrue();
  }

  @Test
  @Tag("ERR-25")
  void refusedConnectionsEndInOneClose() throws Exception {
    server.close();
    for (int epoch = 1; epoch <= 20; epoch++) {
      transport.connect(epoch);
      listener.next("connected");
      transport.send(epoch, Messages.report(epoch));
      assertThat(listener.nextClose().kind()).isEqualTo(Kind.NETWORK);
    }
    assertThat(listener.count("closed")).isEqualTo(20);
  }

  @Test
  @Tag("JVM-02")
  void threadsAreDaemonsWithoutContextClassLoader() throws Exception {
    Peer peer = connectAndSend(Messages.report(1));
    peer.readRequest();
    peer.answer(new byte[0]);
    nextReply();
    assertThat(listener.threads).extracting(Thread::getName).containsOnly("opamp-agent-http");
    assertThat(listener.threads)
        .allMatch(Thread::isDaemon)
        .allMatch(thread -> thread.getContextClassLoader() == null);
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().matches("(?i).*(okhttp|okio).*"))
        .allMatch(Thread::isDaemon);
    transport.shutdown();
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("opamp-agent-http")));
  }
}
