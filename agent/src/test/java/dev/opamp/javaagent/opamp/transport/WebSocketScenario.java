package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.net.ServerAddress;
import dev.opamp.javaagent.opamp.CloseCause;
import dev.opamp.javaagent.opamp.CloseCause.Kind;
import dev.opamp.javaagent.opamp.OpampTransport;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Frame;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Peer;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Request;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A WebSocket transport and a server of bare sockets it connects to. */
@Timeout(60)
abstract class WebSocketScenario {

  static final int LIMIT = 64 * 1024;

  final RecordingTransportListener listener = new RecordingTransportListener();

  FakeOpampSocketServer server;

  OpampTransport transport;

  @BeforeEach
  void start() throws Exception {
    server = new FakeOpampSocketServer();
    transport = transport(ConnectionSettings.builder(server.uri("ws")));
  }

  @AfterEach
  void stop() throws Exception {
    transport.shutdown();
    server.close();
  }

  OpampTransport transport(ConnectionSettings.Builder builder) {
    return transport(builder, Duration.ofSeconds(20), Duration.ofSeconds(10));
  }

  OpampTransport transport(
      ConnectionSettings.Builder builder, Duration pingInterval, Duration deadline) {
    ConnectionSettings settings = builder.maxMessageSize(LIMIT).build();
    return new WebSocketTransport(
        settings,
        ServerAddress.of(settings.endpoint()),
        RequestHeaders.of(settings),
        listener,
        new WebSocketLimits(
            LIMIT, Duration.ofSeconds(1), pingInterval, deadline, deadline, Duration.ofSeconds(1)),
        Deadlines.timer());
  }

  Peer connect() throws Exception {
    transport.connect(1);
    Peer peer = server.accept();
    peer.upgrade();
    listener.next("connected");
    return peer;
  }

  OpampTransport replace(OpampTransport other) {
    transport.shutdown();
    transport = other;
    return other;
  }

  void assertClosedBecause(Peer peer, int code) throws Exception {
    Frame close = peer.readMessage();
    assertThat(close.opcode()).isEqualTo(8);
    assertThat(closeCode(close)).isEqualTo(code);
    peer.socket.close();
    CloseCause cause = listener.nextClose();
    assertThat(cause.kind()).isEqualTo(Kind.PROTOCOL);
    assertThat(cause.code()).isEqualTo(code);
  }

  static int closeCode(Frame close) {
    return (close.payload()[0] & 0xff) << 8 | (close.payload()[1] & 0xff);
  }

  static String acceptOf(Request request) throws Exception {
    String text = request.header("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    byte[] sha1 =
        java.security.MessageDigest.getInstance("SHA-1")
            .digest(text.getBytes(StandardCharsets.US_ASCII));
    return Base64.getEncoder().encodeToString(sha1);
  }

  static long ourThreads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .count();
  }
}
