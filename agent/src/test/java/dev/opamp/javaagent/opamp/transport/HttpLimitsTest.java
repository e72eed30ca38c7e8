package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.CloseCause;
import dev.opamp.javaagent.opamp.CloseCause.Kind;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Peer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HttpLimitsTest extends HttpScenario {

  @Test
  @Tag("LIM-06")
  @Tag("LIM-08")
  void answerOfExactlyTheLimitIsFine() throws Exception {
    Peer peer = connectAndSend(Messages.report(1));
    peer.readRequest();
    peer.answer(Messages.offerOf(LIMIT).toByteArray());
    assertThat(nextReply().getSerializedSize()).isEqualTo(LIMIT);
  }

  @Test
  @Tag("LIM-06")
  @Tag("LIM-08")
  void answerAboveTheLimitFails() throws Exception {
    Peer peer = connectAndSend(Messages.report(1));
    peer.readRequest();
    peer.write("HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\n");
    peer.write("Transfer-Encoding: chunked\r\n\r\n100001\r\n");
    peer.out.write(Messages.offerOf(LIMIT + 1).toByteArray());
    peer.write("\r\n0\r\n\r\n");
    CloseCause cause = listener.nextClose();
    assertThat(cause.kind()).isEqualTo(Kind.PROTOCOL);
    assertThat(cause.message()).contains("limit");
  }

  @Test
  @Tag("LIM-06")
  @Tag("RB-07")
  void gzipBombFails() throws Exception {
    Peer peer = connectAndSend(Messages.report(1));
    peer.readRequest();
    byte[] bomb = gzip(new byte[10 * LIMIT]);
    assertThat(bomb.length).isLessThan(LIMIT / 50);
    peer.answer(bomb, "Content-Encoding: gzip");
    CloseCause cause = listener.nextClose();
    assertThat(cause.kind()).isEqualTo(Kind.PROTOCOL);
    assertThat(cause.message()).contains("limit");
  }

  @Test
  @Tag("LIM-07")
  void requestAboveTheLimitIsNotSent() throws Exception {
    AgentToServer big = Messages.bigReport(LIMIT);
    connect();
    transport.send(1, big);
    assertThat(listener.next("oversize").detail()).isEqualTo(big.getSerializedSize());
    assertThat(server.isLeftAlone(50)).isTrue();
    transport.send(1, Messages.report(1));
    server.accept().readRequest();
  }

  @Test
  @Tag("LIM-11")
  void endlessErrorBodyIsCut() throws Exception {
    Peer peer = connectAndSend(Messages.report(1));
    peer.readRequest();
    peer.write("HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n");
    assertThat(listener.nextClose().code()).isEqualTo(500);
    assertThat(peer.isClosedByClient()).isTrue();
  }
}
