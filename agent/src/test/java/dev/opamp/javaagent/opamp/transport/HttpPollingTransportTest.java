package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opamp.javaagent.opamp.CloseCause;
import dev.opamp.javaagent.opamp.CloseCause.Kind;
import dev.opamp.javaagent.opamp.OpampTransport;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Peer;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Request;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpPollingTransportTest {

  private static final int LIMIT = 1024 * 1024;

  private final RecordingTransportListener listener = new RecordingTransportListener();
  private FakeOpampSocketServer server;
  private OpampTransport transport;
  private String uid = Messages.UID;

  @BeforeEach
  void start() throws Exception {
    server = new FakeOpampSocketServer();
    transport = transport(ConnectionSettings.builder(server.uri("http")));
  }

  @AfterEach
  void stop() throws Exception {
    transport.shutdown();
    server.close();
  }

  private OpampTransport transport(ConnectionSettings.Builder builder) {
    ConnectionSettings settings = builder.maxMessageSize(LIMIT).build();
    return new HttpPollingTransport(
        settings,
        ServerAddress.of(settings.endpoint()),
        RequestHeaders.of(settings),
        () -> uid,
        listener,
        new HttpTimeouts(Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofMillis(700)));
  }

  private void replace(ConnectionSettings.Builder builder) {
    transport.shutdown();
    transport = transport(builder);
  }

  private void connect() throws Exception {
    transport.connect(1);
    listener.next("connected");
  }

  private Peer connectAndSend(AgentToServer message) throws Exception {
    connect();
    transport.send(1, message);
    return server.accept();
  }

  private ServerToAgent nextReply() throws Exception {
    listener.next("delivered");
    return listener.nextMessage();
  }

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
  @Tag("RB-42")
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

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308, 401, 403, 404, 405, 408, 413, 421, 500, 502, 504})
  @Tag("HTTP-17")
  @Tag("HTTP-20")
  @Tag("HTTP-21")
  @Tag("HTTP-22")
  @Tag("ERR-16")
  void anyOtherStatusEndsTheEpochAndNothingIsRepeated(int status) throws Exception {
    try (FakeOpampSocketServer other = new FakeOpampSocketServer()) {
      Peer peer = connectAndSend(Messages.report(1));
      peer.readRequest();
      peer.write(
          "HTTP/1.1 "
              + status
              + " No\r\nLocation: "
              + other.uri("http")
              + "\r\nRetry-After: 5\r\n");
      byte[] body = Messages.offer(5).toByteArray();
      peer.write("Content-Length: " + body.length + "\r\n\r\n");
      peer.out.write(body);

      CloseCause cause = listener.nextClose();
      assertThat(cause.kind()).isEqualTo(Kind.HTTP_STATUS);
      assertThat(cause.code()).isEqualTo(status);
      assertThat(cause.retryAfter()).isNull();
      assertThat(listener.count("message")).isZero();
      assertThat(other.isLeftAlone(20)).isTrue();
      assertThat(server.isLeftAlone(20)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {503, 429})
  @Tag("HTTP-18")
  @Tag("ERR-10")
  void throttlingCarriesRetryAfter(int status) throws Exception {
    Peer peer = connectAndSend(Messages.report(1));
    peer.readRequest();
    peer.answerStatus(status, "Retry-After: 3");
    CloseCause cause = listener.nextClose();
    assertThat(cause.code()).isEqualTo(status);
    assertThat(cause.retryAfter()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  @Tag("ERR-11")
  @Tag("RB-40")
  void retryAfterDateIsMeasuredFromTheServersClock() throws Exception {
    Peer peer = connectAndSend(Messages.report(1));
    peer.readRequest();
    peer.answerStatus(
        503, "Date: Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After: Sun, 06 Nov 1994 08:49:41 GMT");
    assertThat(listener.nextClose().retryAfter()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  @Tag("HTTP-20")
  void retryAfterZeroIsNotRepeatedByTheLibrary() throws Exception {
    Peer peer = connectAndSend(Messages.report(1));
    peer.readRequest();
    peer.answerStatus(503, "Retry-After: 0");
    assertThat(listener.nextClose().code()).isEqualTo(503);
    assertThat(server.isLeftAlone(50)).isTrue();
  }

  @Test
  @Tag("HTTP-20")
  void aCutAfterTheRequestIsNotRepeated() throws Exception {
    Peer peer = connectAndSend(Messages.report(1));
    peer.readRequest();
    peer.socket.close();
    assertThat(listener.nextClose().kind()).isEqualTo(Kind.NETWORK);
    assertThat(server.isLeftAlone(50)).isTrue();
  }

  @Test
  @Tag("HTTP-19")
  void givesUpAnAnswerThatNeverComes() throws Exception {
    Peer peer = connectAndSend(Messages.report(1));
    peer.readRequest();
    assertThat(listener.nextClose().kind()).isEqualTo(Kind.NETWORK);
    assertThat(peer.isClosedByClient()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 415})
  @Tag("HTTP-25")
  void fallsBackToPlainBodiesAndRemembers(int status) throws Exception {
    Peer peer = connectAndSend(Messages.bigReport(1000));
    assertThat(peer.readRequest().header("Content-Encoding")).isEqualTo("gzip");
    peer.answerStatus(status);
    Request plain = peer.readRequest();
    assertThat(plain.headers()).doesNotContainKey("Content-Encoding");
    assertThat(AgentToServer.parseFrom(plain.body())).isEqualTo(Messages.bigReport(1000));
    peer.answer(new byte[0]);
    nextReply();

    transport.send(1, Messages.bigReport(1001));
    assertThat(peer.readRequest().headers()).doesNotContainKey("Content-Encoding");
    peer.answerStatus(status);
    assertThat(listener.nextClose().code()).isEqualTo(status);
  }

  @Test
  @Tag("HTTP-23")
  void unknownEncodingFails() throws Exception {
    Peer peer = connectAndSend(Messages.report(1));
    peer.readRequest();
    peer.answer(Messages.offer(5).toByteArray(), "Content-Encoding: br");
    assertThat(listener.nextClose().kind()).isEqualTo(Kind.PROTOCOL);
  }

  @Test
  @Tag("HTTP-23")
  void truncatedGzipFails() throws Exception {
    Peer peer = connectAndSend(Messages.report(1));
    peer.readRequest();
    byte[] gzip = gzip(Messages.offer(500).toByteArray());
    peer.answer(Arrays.copyOf(gzip, gzip.length - 12), "Content-Encoding: gzip");
    assertThat(listener.nextClose().kind()).isEqualTo(Kind.PROTOCOL);
    assertThat(listener.count("message")).isZero();
  }

  @Test
  @Tag("RB-23")
  void aLoginPageIsNoMessage() throws Exception {
    Peer peer = connectAndSend(Messages.report(1));
    peer.readRequest();
    peer.write("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>");
    CloseCause cause = listener.nextClose();
    assertThat(cause.kind()).isEqualTo(Kind.PROTOCOL);
    assertThat(cause.message()).contains("text/html");
  }

  @Test
  @Tag("RB-23")
  @Tag("RB-24")
  void undecodableBodyFails() throws Exception {
    Peer peer = connectAndSend(Messages.report(1));
    peer.readRequest();
    peer.answer("<html>".getBytes(StandardCharsets.UTF_8));
    assertThat(listener.nextClose().kind()).isEqualTo(Kind.PROTOCOL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 100\r\n\r\nabc",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nab"
      })
  @Tag("RB-24")
  void brokenFramingFails(String rest) throws Exception {
    Peer peer = connectAndSend(Messages.report(1));
    peer.readRequest();
    peer.write("HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\n" + rest);
    peer.socket.close();
    assertThat(listener.nextClose().kind()).isEqualTo(Kind.NETWORK);
    assertThat(listener.count("message")).isZero();
  }

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

  private static byte[] gzip(byte[] data) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(data);
    }
    return out.toByteArray();
  }
}
