package dev.opamp.javaagent.opamp.transport;

import static dev.opamp.javaagent.opamp.transport.Messages.framed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opamp.javaagent.opamp.CloseCause;
import dev.opamp.javaagent.opamp.CloseCause.Kind;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Frame;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Peer;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.net.URI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketClosingTest extends WebSocketScenario {

  @Test
  @Tag("LIFE-06")
  @Tag("LIFE-07")
  void saysFarewellThenClosesInOrder() throws Exception {
    Peer peer = connect();
    transport.disconnect(1, Messages.farewell(9));
    transport.send(1, Messages.report(10));

    assertThat(peer.readMessage().payload()).isEqualTo(MessageCodec.encode(Messages.farewell(9)));
    Frame close = peer.readMessage();
    assertThat(close.opcode()).isEqualTo(8);
    assertThat(closeCode(close)).isEqualTo(1000);
    assertThat(listener.count("closed")).isZero();

    peer.writeFrame(8, true, close.payload());
    assertThat(listener.nextClose().kind()).isEqualTo(Kind.LOCAL);
    assertThat(peer.in.read()).isEqualTo(-1);
  }

  @Test
  @Tag("RB-37")
  void ignoresWhatArrivesAfterTheFarewell() throws Exception {
    Peer peer = connect();
    transport.disconnect(1, Messages.farewell(9));
    peer.readMessage();
    peer.readMessage();
    peer.writeBinary(framed(0, Messages.offer(5)));
    peer.writeFrame(8, true, (byte) 3, (byte) 0xe8);
    assertThat(listener.nextClose().kind()).isEqualTo(Kind.LOCAL);
  }

  @Test
  @Tag("LIFE-11")
  void closingIsTimeBoxed() throws Exception {
    connect();
    transport.disconnect(1, Messages.farewell(9));
    assertThat(listener.nextClose().kind()).isEqualTo(Kind.LOCAL);
  }

  @Test
  @Tag("LIFE-12")
  void opensNoConnectionToSayFarewell() throws Exception {
    transport.connect(1);
    Peer peer = server.accept();
    transport.disconnect(1, Messages.farewell(9));
    assertThat(listener.nextClose().kind()).isEqualTo(Kind.LOCAL);
    assertThat(peer.isClosedByClient()).isTrue();
    assertThat(server.isLeftAlone(50)).isTrue();
  }

  @Test
  @Tag("LIFE-13")
  void newConnectionEndsTheOldOne() throws Exception {
    Peer first = connect();
    transport.connect(2);
    assertThat(listener.next("closed").epoch()).isEqualTo(1);
    assertThat(first.isClosedByClient()).isTrue();
    server.accept().upgrade();
    assertThat(listener.next("connected").epoch()).isEqualTo(2);
    transport.send(1, Messages.report(1));
    transport.abort(1, 1000, "old");
    assertThat(listener.count("closed")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1008, 1011, 1012, 1013, 4000})
  @Tag("LIFE-15")
  @Tag("WS-17")
  void echoesTheServersCloseThenDropsTcp(int code) throws Exception {
    Peer peer = connect();
    peer.writeFrame(8, true, (byte) (code >> 8), (byte) code, (byte) 'b', (byte) 'y', (byte) 'e');
    Frame echo = peer.readMessage();
    assertThat(echo.opcode()).isEqualTo(8);
    assertThat(closeCode(echo)).isEqualTo(code);
    CloseCause cause = listener.nextClose();
    assertThat(cause.kind()).isEqualTo(Kind.SERVER_CLOSE);
    assertThat(cause.code()).isEqualTo(code);
    assertThat(cause.message()).contains("bye");
    assertThat(peer.in.read()).isEqualTo(-1);
  }

  @Test
  @Tag("RB-38")
  void acceptsACloseWithoutCode() throws Exception {
    Peer peer = connect();
    peer.writeFrame(8, true);
    assertThat(peer.readMessage().opcode()).isEqualTo(8);
    assertThat(listener.nextClose().kind()).isEqualTo(Kind.SERVER_CLOSE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"03ED", "03EE", "03", "03E8FFFE", "0001"})
  @Tag("RB-38")
  void illegalCloseFramesBreakTheProtocol(String hex) throws Exception {
    Peer peer = connect();
    peer.writeFrame(8, true, java.util.HexFormat.of().parseHex(hex));
    Frame close = peer.readMessage();
    assertThat(close.opcode()).isEqualTo(8);
    assertThat(closeCode(close)).isIn(1002, 1007);
    peer.socket.close();
    assertThat(listener.nextClose().code()).isIn(1002, 1007);
  }

  @Test
  @Tag("RB-38")
  void answersAPingFloodAndGoesOn() throws Exception {
    Peer peer = connect();
    for (int i = 0; i < 20_000; i++) {
      peer.writeFrame(9, true);
    }
    peer.writeBinary(framed(0, Messages.offer(5)));
    assertThat(listener.nextMessage()).isEqualTo(Messages.offer(5));
  }

  @Test
  void acceptThenCutIsReportedOnceAsNetworkFailure() throws Exception {
    Peer peer = connect();
    peer.socket.close();
    assertThat(listener.nextClose().kind()).isEqualTo(Kind.NETWORK);
    assertThat(listener.count("closed")).isEqualTo(1);
  }

  @Test
  void abortNamesTheCode() throws Exception {
    Peer peer = connect();
    transport.abort(1, 1002, "bad");
    Frame close = peer.readMessage();
    assertThat(closeCode(close)).isEqualTo(1002);
    assertThat(listener.nextClose().kind()).isEqualTo(Kind.LOCAL);
  }

  @Test
  @Tag("ERR-25")
  @Tag("JVM-02")
  void allFailuresEndInOneCloseAndLeaveNoThread() throws Exception {
    int refused = server.port();
    server.close();
    replace(transport(ConnectionSettings.builder(URI.create("ws://127.0.0.1:" + refused + "/x"))));
    for (int epoch = 1; epoch <= 50; epoch++) {
      transport.connect(epoch);
      assertThat(listener.nextClose().kind()).isEqualTo(Kind.NETWORK);
    }
    replace(transport(ConnectionSettings.builder(URI.create("ws://no-such-host.invalid/x"))));
    transport.connect(51);
    assertThat(listener.nextClose().kind()).isEqualTo(Kind.NETWORK);
    await().until(() -> ourThreads("opamp-agent-ws-reader") == 0);
    assertThat(listener.count("closed")).isEqualTo(51);
  }

  @Test
  @Tag("JVM-02")
  void threadsAreDaemonsWithoutContextClassLoader() throws Exception {
    Peer peer = connect();
    peer.writeBinary((byte) 0);
    listener.nextMessage();
    transport.send(1, Messages.report(1));
    listener.next("delivered");
    transport.disconnect(1, Messages.farewell(2));
    listener.nextClose();

    assertThat(listener.threads)
        .extracting(Thread::getName)
        .contains("opamp-agent-ws-reader", "opamp-agent-ws-writer");
    assertThat(listener.threads)
        .allMatch(Thread::isDaemon)
        .allMatch(thread -> thread.getContextClassLoader() == null);
  }
}
