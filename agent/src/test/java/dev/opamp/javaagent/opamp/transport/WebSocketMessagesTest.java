package dev.opamp.javaagent.opamp.transport;

import static dev.opamp.javaagent.opamp.transport.Messages.framed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Frame;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Peer;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Request;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class WebSocketMessagesTest extends WebSocketScenario {

  @Test
  @Tag("TR-05")
  @Tag("WS-01")
  @Tag("WS-02")
  @Tag("WS-17")
  void sendsOneMaskedBinaryFrameWithZeroHeaderAndProtobuf() throws Exception {
    Peer peer = connect();
    transport.send(1, Messages.report(7));
    listener.next("delivered");

    Frame frame = peer.readFrame();
    assertThat(frame.opcode()).isEqualTo(2);
    assertThat(frame.fin()).isTrue();
    assertThat(frame.masked()).isTrue();
    assertThat(frame.payload()[0]).isZero();
    assertThat(frame.payload()[1]).isEqualTo((byte) 0x0a);
    AgentToServer read =
        AgentToServer.parseFrom(Arrays.copyOfRange(frame.payload(), 1, frame.payload().length));
    assertThat(read).isEqualTo(Messages.report(7));
  }

  @Test
  @Tag("TR-02")
  @Tag("WS-08")
  @Tag("WS-13")
  @Tag("SEC-01")
  @Tag("CON-20")
  void sendsConfiguredHeadersButNoneOfTheProtocol() throws Exception {
    URI uri = URI.create("ws://127.0.0.1:" + server.port() + "/x/y?z=1");
    replace(
        transport(
            ConnectionSettings.builder(uri)
                .header("Authorization", "Bearer token")
                .header("X-A", "b")
                .header("Content-Type", "application/x-protobuf")
                .header("host", "elsewhere")
                .header("Sec-WebSocket-Protocol", "chat")
                .header("OpAMP-Instance-UID", "foreign")));
    transport.connect(1);
    Request request = server.accept().upgrade();

    assertThat(request.line()).isEqualTo("GET /x/y?z=1 HTTP/1.1");
    assertThat(request.header("Authorization")).isEqualTo("Bearer token");
    assertThat(request.header("X-A")).isEqualTo("b");
    assertThat(request.header("Host")).isEqualTo("127.0.0.1:" + server.port());
    assertThat(request.headers())
        .doesNotContainKeys(
            "Content-Type",
            "Sec-WebSocket-Protocol",
            "Sec-WebSocket-Extensions",
            "OpAMP-Instance-UID");
  }

  @Test
  @Tag("SEC-13")
  void turnsUserInfoIntoBasicAuthentication() throws Exception {
    replace(
        transport(
            ConnectionSettings.builder(
                URI.create("ws://user:p%40ss@127.0.0.1:" + server.port() + "/v1/opamp"))));
    transport.connect(1);
    Request request = server.accept().upgrade();

    String expected =
        Base64.getEncoder().encodeToString("user:p@ss".getBytes(StandardCharsets.UTF_8));
    assertThat(request.header("Authorization")).isEqualTo("Basic " + expected);
    assertThat(request.line() + request.header("Host")).doesNotContain("user", "ss@");
  }

  @Test
  @Tag("WS-03")
  void acceptsEveryEncodingOfAZeroHeader() throws Exception {
    Peer peer = connect();
    ServerToAgent offer = Messages.offer(10);
    byte[] longest = new byte[10];
    Arrays.fill(longest, 0, 9, (byte) 0x80);
    peer.writeBinary(framed(0, offer));
    peer.writeBinary(framed(new byte[] {(byte) 0x80, 0}, offer));
    peer.writeBinary(framed(longest, offer));

    for (int i = 0; i < 3; i++) {
      assertThat(listener.nextMessage()).isEqualTo(offer);
    }
  }

  @Test
  @Tag("WS-04")
  @Tag("RB-04")
  @Tag("RB-05")
  void dropsMessagesWithAnyOtherHeaderAndGoesOn() throws Exception {
    Peer peer = connect();
    byte[] tooLong = new byte[11];
    Arrays.fill(tooLong, 0, 10, (byte) 0x80);
    peer.writeBinary(framed(1, Messages.offer(10)));
    peer.writeBinary(Messages.offer(10).toByteArray());
    peer.writeBinary(framed(tooLong, Messages.offer(10)));
    peer.writeBinary((byte) 0x80, (byte) 0x80);
    peer.writeBinary();
    for (int i = 0; i < 5; i++) {
      listener.next("malformed");
    }

    peer.writeBinary(framed(0, Messages.offer(3)));
    assertThat(listener.nextMessage()).isEqualTo(Messages.offer(3));
  }

  @Test
  @Tag("WS-05")
  @Tag("WS-09")
  void takesAHeaderWithoutDataAsTheEmptyMessage() throws Exception {
    Peer peer = connect();
    peer.writeBinary((byte) 0);
    assertThat(listener.nextMessage()).isEqualTo(ServerToAgent.getDefaultInstance());
  }

  @Test
  @Tag("WS-06")
  @Tag("RB-06")
  void dropsTextMessages() throws Exception {
    Peer peer = connect();
    peer.writeFrame(1, true, "hello".getBytes(StandardCharsets.UTF_8));
    assertThat(listener.next("malformed").detail().toString()).contains("text");
    peer.writeBinary(framed(0, Messages.offer(3)));
    listener.nextMessage();
  }

  @Test
  @Tag("WS-07")
  @Tag("WS-12")
  void reassemblesFragmentsWithPingsBetween() throws Exception {
    Peer peer = connect();
    byte[] whole = framed(0, Messages.offer(100));
    int step = whole.length / 7;
    for (int i = 0; i < 7; i++) {
      byte[] part = Arrays.copyOfRange(whole, i * step, i == 6 ? whole.length : (i + 1) * step);
      peer.writeFrame(i == 0 ? 2 : 0, i == 6, part);
      peer.writeFrame(9, true, (byte) i);
      Frame pong = peer.readFrame();
      assertThat(pong.opcode()).isEqualTo(10);
      assertThat(pong.payload()).containsExactly(i);
    }
    assertThat(listener.nextMessage()).isEqualTo(Messages.offer(100));
    assertThat(listener.count("message")).isEqualTo(1);
  }

  @Test
  @Tag("WS-10")
  void sendsWithoutWaitingForAnAnswer() throws Exception {
    Peer peer = connect();
    for (int i = 0; i < 3; i++) {
      transport.send(1, Messages.report(i));
      listener.next("delivered");
    }
    for (int i = 0; i < 3; i++) {
      assertThat(peer.readFrame().payload()).isEqualTo(MessageCodec.encode(Messages.report(i)));
    }
  }
}
