package dev.opamp.javaagent.opamp.transport;

import static dev.opamp.javaagent.opamp.transport.Messages.framed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opamp.javaagent.opamp.CloseCause;
import dev.opamp.javaagent.opamp.CloseCause.Kind;
import dev.opamp.javaagent.opamp.OpampTransport;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Frame;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Peer;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Request;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WebSocketTransportTest {

  private static final int LIMIT = 64 * 1024;

  private final RecordingTransportListener listener = new RecordingTransportListener();
  private FakeOpampSocketServer server;
  private OpampTransport transport;

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

  private OpampTransport transport(ConnectionSettings.Builder builder) {
    return transport(builder, Duration.ofSeconds(20), Duration.ofSeconds(10));
  }

  private OpampTransport transport(
      ConnectionSettings.Builder builder, Duration pingInterval, Duration deadline) {
    ConnectionSettings settings = builder.maxMessageSize(LIMIT).build();
    return new WebSocketTransport(
        settings,
        ServerAddress.of(settings.endpoint()),
        RequestHeaders.of(settings),
        listener,
        new WebSocketLimits(
            LIMIT, Duration.ofSeconds(1), pingInterval, deadline, deadline, Duration.ofSeconds(1)));
  }

  private Peer connect() throws Exception {
    transport.connect(1);
    Peer peer = server.accept();
    peer.upgrade();
    listener.next("connected");
    return peer;
  }

  private OpampTransport replace(OpampTransport other) {
    transport.shutdown();
    transport = other;
    return other;
  }

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

  @Test
  @Tag("LIM-01")
  @Tag("LIM-04")
  @Tag("LIM-08")
  void limitIsInclusive() throws Exception {
    Peer peer = connect();
    peer.writeBinary(framed(0, Messages.offerOf(LIMIT - 1)));
    assertThat(listener.nextMessage().getSerializedSize()).isEqualTo(LIMIT - 1);
  }

  @Test
  @Tag("LIM-01")
  @Tag("LIM-02")
  @Tag("LIM-08")
  @Tag("RB-07")
  void closesWith1009AboveTheLimit() throws Exception {
    Peer peer = connect();
    peer.writeBinary(framed(0, Messages.offerOf(LIMIT)));
    assertClosedBecause(peer, 1009);
  }

  @Test
  @Tag("LIM-09")
  @Tag("RB-06")
  void countsFragmentsAsTheyArrive() throws Exception {
    Peer peer = connect();
    peer.writeFrame(2, false, new byte[1024]);
    for (int i = 1; i <= 64; i++) {
      peer.writeFrame(0, false, new byte[1024]);
    }
    assertClosedBecause(peer, 1009);
  }

  @Test
  @Tag("LIM-05")
  void refusesToSendAboveTheLimit() throws Exception {
    Peer peer = connect();
    AgentToServer big = Messages.bigReport(LIMIT);
    transport.send(1, big);
    assertThat(listener.next("oversize").detail()).isEqualTo(1 + big.getSerializedSize());
    transport.send(1, Messages.report(1));
    listener.next("delivered");
    assertThat(peer.readFrame().payload()).isEqualTo(MessageCodec.encode(Messages.report(1)));
  }

  @Test
  @Tag("RB-01")
  @Tag("RB-02")
  @Tag("RB-03")
  void givesUpAfterManyMalformedMessagesInARow() throws Exception {
    Peer peer = connect();
    byte[][] bad = {
      {0, 0x07}, // tag 0 is illegal, wire type 7 does not exist
      {0, 0x0a, 0x7f}, // length beyond the end
      {0, 0x0a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f}, // negative length
      {0, 0x0b}, // group never closed
      {0, 0x12, 0x04, 0x12, 0x02, (byte) 0xff, (byte) 0xfe} // invalid UTF-8 in error_message
    };
    byte[] nested = new byte[401];
    Arrays.fill(nested, 1, 201, (byte) 0x0b);
    Arrays.fill(nested, 201, 401, (byte) 0x0c);
    peer.writeBinary(nested);
    for (int i = 1; i < 10; i++) {
      peer.writeBinary(bad[i % bad.length]);
    }
    for (int i = 0; i < 10; i++) {
      listener.next("malformed");
    }
    assertClosedBecause(peer, 1002);
  }

  @Test
  @Tag("RB-01")
  void survivesTenThousandRandomMessages() throws Exception {
    Peer peer = connect();
    Random random = new Random(42);
    for (int i = 0; i < 10_000; i++) {
      byte[] junk = new byte[1 + random.nextInt(40)];
      random.nextBytes(junk);
      junk[0] = 0;
      peer.writeBinary(junk);
      if (i % 5 == 0) {
        peer.writeBinary((byte) 0);
      }
    }
    peer.writeBinary(framed(0, Messages.offer(5)));
    await().until(() -> listener.all.stream().anyMatch(e -> Messages.offer(5).equals(e.detail())));
    assertThat(listener.count("closed")).isZero();
  }

  private void assertClosedBecause(Peer peer, int code) throws Exception {
    Frame close = peer.readMessage();
    assertThat(close.opcode()).isEqualTo(8);
    assertThat(closeCode(close)).isEqualTo(code);
    peer.socket.close();
    CloseCause cause = listener.nextClose();
    assertThat(cause.kind()).isEqualTo(Kind.PROTOCOL);
    assertThat(cause.code()).isEqualTo(code);
  }

  private static int closeCode(Frame close) {
    return (close.payload()[0] & 0xff) << 8 | (close.payload()[1] & 0xff);
  }

  @ParameterizedTest
  @CsvSource({"503,3", "429,4"})
  @Tag("WS-15")
  @Tag("ERR-20")
  void readsRetryAfterOfARefusedUpgrade(int status, int seconds) throws Exception {
    transport.connect(1);
    Peer peer = server.accept();
    peer.readRequest();
    peer.answerStatus(status, "retry-after: " + seconds);
    CloseCause cause = listener.nextClose();
    assertThat(cause.kind()).isEqualTo(Kind.HTTP_STATUS);
    assertThat(cause.code()).isEqualTo(status);
    assertThat(cause.retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 301, 302, 307, 400, 401, 403, 404, 405, 426, 500, 502, 504})
  @Tag("WS-15")
  @Tag("ERR-16")
  @Tag("ERR-22")
  @Tag("ERR-23")
  void reportsTheStatusOfARefusedUpgrade(int status) throws Exception {
    try (FakeOpampSocketServer other = new FakeOpampSocketServer()) {
      transport.connect(1);
      Peer peer = server.accept();
      peer.readRequest();
      peer.answerStatus(status, "Retry-After: 5", "Location: " + other.uri("http"));
      CloseCause cause = listener.nextClose();
      assertThat(cause.kind()).isEqualTo(Kind.HTTP_STATUS);
      assertThat(cause.code()).isEqualTo(status);
      assertThat(cause.message()).contains(String.valueOf(status));
      assertThat(cause.retryAfter()).isNull();
      assertThat(other.isLeftAlone(50)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 101 OK\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n",
        "HTTP/1.1 101 OK\r\n\r\n",
        "HTTP/1.1 101 OK\r\nUpgrade: websocket\r\nno colon\r\n\r\n",
        "<html>hello</html>\r\n\r\n",
        "\r\n\r\n",
      })
  @Tag("RB-22")
  void failsOnAWrongHandshake(String answer) throws Exception {
    transport.connect(1);
    Peer peer = server.accept();
    peer.readRequest();
    peer.write(answer);
    assertThat(listener.nextClose().kind()).isEqualTo(Kind.PROTOCOL);
    assertThat(peer.isClosedByClient()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.0 101 OK\r\n",
        "HTTP/1.1 101 OK\r\nSec-WebSocket-Extensions: permessage-deflate\r\n",
        "HTTP/1.1 101 OK\r\nSec-WebSocket-Protocol: chat\r\n",
      })
  @Tag("RB-22")
  @Tag("WS-14")
  void failsOnAGrantThatWasNotAskedFor(String head) throws Exception {
    transport.connect(1);
    Peer peer = server.accept();
    Request request = peer.readRequest();
    peer.write(
        head
            + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
            + acceptOf(request)
            + "\r\n\r\n");
    assertThat(listener.nextClose().kind()).isEqualTo(Kind.PROTOCOL);
  }

  private static String acceptOf(Request request) throws Exception {
    String text = request.header("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    byte[] sha1 =
        java.security.MessageDigest.getInstance("SHA-1")
            .digest(text.getBytes(StandardCharsets.US_ASCII));
    return Base64.getEncoder().encodeToString(sha1);
  }

  @Test
  @Tag("RB-22")
  void boundsTheHeaderBlockOfTheAnswer() throws Exception {
    transport.connect(1);
    Peer peer = server.accept();
    peer.readRequest();
    peer.write("HTTP/1.1 503 No\r\nX-Long: " + "x".repeat(20_000));
    CloseCause cause = listener.nextClose();
    assertThat(cause.kind()).isEqualTo(Kind.PROTOCOL);
    assertThat(cause.message()).contains("too long");
  }

  @Test
  @Tag("WS-16")
  void givesUpAnUpgradeThatIsNeverAnswered() throws Exception {
    transport.connect(1);
    Peer peer = server.accept();
    peer.readRequest();
    assertThat(listener.nextClose().kind()).isEqualTo(Kind.NETWORK);
    assertThat(peer.isClosedByClient()).isTrue();
  }

  @Test
  @Tag("WS-18")
  @Tag("RB-44")
  void detectsAPeerThatIsSilent() throws Exception {
    replace(
        transport(
            ConnectionSettings.builder(server.uri("ws")),
            Duration.ofMillis(50),
            Duration.ofMillis(300)));
    Peer peer = connect();
    assertThat(peer.readFrame().opcode()).isEqualTo(9);
    CloseCause cause = listener.nextClose();
    assertThat(cause.kind()).isEqualTo(Kind.NETWORK);
    assertThat(cause.message()).contains("ping");
  }

  @Test
  @Tag("WS-18")
  void keepsAPeerThatAnswersPings() throws Exception {
    replace(
        transport(
            ConnectionSettings.builder(server.uri("ws")),
            Duration.ofMillis(50),
            Duration.ofMillis(500)));
    Peer peer = connect();
    for (int i = 0; i < 15; i++) {
      Frame ping = peer.readFrame();
      assertThat(ping.opcode()).isEqualTo(9);
      peer.writeFrame(10, true, ping.payload());
    }
    assertThat(listener.count("closed")).isZero();
  }

  @Test
  @Tag("RB-44")
  void detectsAPeerThatStopsReading() throws Exception {
    replace(
        new WebSocketTransport(
            ConnectionSettings.builder(server.uri("ws")).build(),
            ServerAddress.of(server.uri("ws")),
            RequestHeaders.of(ConnectionSettings.builder(server.uri("ws")).build()),
            listener,
            new WebSocketLimits(
                64 * 1024 * 1024,
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofMillis(400),
                Duration.ofMillis(400),
                Duration.ofSeconds(1))));
    connect();
    transport.send(1, Messages.bigReport(40 * 1024 * 1024));
    CloseCause cause = listener.nextClose();
    assertThat(cause.kind()).isEqualTo(Kind.NETWORK);
    assertThat(cause.message()).contains("write");
  }

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

  private static long ourThreads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .count();
  }
}
