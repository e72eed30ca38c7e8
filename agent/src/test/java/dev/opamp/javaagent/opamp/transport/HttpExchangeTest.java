package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Peer;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Request;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpExchangeTest extends HttpScenario {

  @Test
  @Tag("TR-05")
  @Tag("HTTP-01")
  @Tag("HTTP-02")
  @Tag("HTTP-03")
  @Tag("HTTP-04")
  @Tag("HTTP-05")
  @Tag("HTTP-06")
  @Tag("TR-02")
  @Tag("CON-20")
  void postsBareProtobufWithTheProtocolsHeaders() throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/x/y?z=1");
    replace(
        ConnectionSettings.builder(uri)
            .compression(false)
            .header("content-type", "text/plain")
            .header("Content-Encoding", "br")
            .header("opamp-instance-uid", "foreign")
            .header("Accept-Encoding", "br")
            .header("Host", "elsewhere")
            .header("Authorization", "Bearer token"));
    Peer peer = connectAndSend(Messages.bigReport(1000));
    Request request = peer.readRequest();
    peer.answer(new byte[0]);

    assertThat(request.line()).isEqualTo("POST /x/y?z=1 HTTP/1.1");
    assertThat(request.header("Content-Type")).isEqualTo("application/x-protobuf");
    assertThat(request.header("OpAMP-Instance-UID")).isEqualTo(Messages.UID);
    assertThat(request.header("Accept-Encoding")).isEqualTo("gzip");
    assertThat(request.header("Host")).isEqualTo("127.0.0.1:" + server.port());
    assertThat(request.header("Authorization")).isEqualTo("Bearer token");
    assertThat(request.headers()).doesNotContainKey("Content-Encoding");
    assertThat(AgentToServer.parseFrom(request.body())).isEqualTo(Messages.bigReport(1000));
  }

  @Test
  @Tag("HTTP-04")
  void gzipsTheBodyAndSaysSo() throws Exception {
    Peer peer = connectAndSend(Messages.bigReport(1000));
    Request request = peer.readRequest();
    peer.answer(new byte[0]);

    assertThat(request.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(request.body()).startsWith(0x1f, 0x8b);
    byte[] inflated = new GZIPInputStream(new ByteArrayInputStream(request.body())).readAllBytes();
    assertThat(AgentToServer.parseFrom(inflated)).isEqualTo(Messages.bigReport(1000));
  }

  @Test
  @Tag("HTTP-05")
  void namesTheInstanceAsItWasWhenTheMessageWasHandedOver() throws Exception {
    Peer peer = connectAndSend(Messages.report(1));
    uid = "018f3a5c-0000-7abc-8def-0123456789ab";
    assertThat(peer.readRequest().header("OpAMP-Instance-UID")).isEqualTo(Messages.UID);
    peer.answer(new byte[0]);
    nextReply();

    transport.send(1, Messages.report(2));
    assertThat(peer.readRequest().header("OpAMP-Instance-UID")).isEqualTo(uid);
    peer.answer(new byte[0]);
    nextReply();

    transport.disconnect(1, Messages.farewell(3));
    assertThat(peer.readRequest().header("OpAMP-Instance-UID")).isEqualTo(uid);
    peer.answer(new byte[0]);
  }

  @Test
  @Tag("HTTP-06")
  void readsGzippedAndPlainAnswers() throws Exception {
    Peer peer = connectAndSend(Messages.report(1));
    peer.readRequest();
    peer.answer(gzip(Messages.offer(50).toByteArray()), "CONTENT-ENCODING: gzip");
    assertThat(nextReply()).isEqualTo(Messages.offer(50));

    transport.send(1, Messages.report(2));
    peer.readRequest();
    peer.answer(Messages.offer(60).toByteArray());
    assertThat(nextReply()).isEqualTo(Messages.offer(60));
  }

  @Test
  @Tag("HTTP-07")
  void neverHasTwoRequestsUnderWay() throws Exception {
    Peer peer = connectAndSend(Messages.report(1));
    peer.readRequest();
    transport.send(1, Messages.report(2));
    assertThat(server.isLeftAlone(200)).isTrue();
    assertThat(peer.in.available()).isZero();
    peer.answer(new byte[0]);
    assertThat(AgentToServer.parseFrom(peer.readRequest().body())).isEqualTo(Messages.report(2));
    peer.answer(new byte[0]);
    assertThat(transport.isHalfDuplex()).isTrue();
  }

  @Test
  @Tag("HTTP-15")
  void emptyBodyIsTheEmptyMessage() throws Exception {
    Peer peer = connectAndSend(Messages.report(1));
    peer.readRequest();
    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    assertThat(nextReply()).isEqualTo(ServerToAgent.getDefaultInstance());
  }

  @ParameterizedTest
  @ValueSource(ints = {202, 204})
  @Tag("RB-25")
  void acceptedAndNoContentAreEmptyMessages(int status) throws Exception {
    Peer peer = connectAndSend(Messages.report(1));
    peer.readRequest();
    peer.write("HTTP/1.1 " + status + " OK\r\n" + (status == 202 ? "Content-Length: 0\r\n" : ""));
    peer.write("\r\n");
    assertThat(nextReply()).isEqualTo(ServerToAgent.getDefaultInstance());
  }

  @Test
  @Tag("HTTP-16")
  void aServerThatClosesBetweenRequestsIsNoError() throws Exception {
    Peer peer = connectAndSend(Messages.report(1));
    peer.readRequest();
    peer.answer(new byte[0], "Connection: close");
    peer.socket.close();
    nextReply();
    transport.send(1, Messages.report(2));
    Peer second = server.accept();
    second.readRequest();
    second.answer(new byte[0]);
    nextReply();
  }
}
