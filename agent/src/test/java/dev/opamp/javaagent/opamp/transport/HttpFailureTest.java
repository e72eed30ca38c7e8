package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.CloseCause;
import dev.opamp.javaagent.opamp.CloseCause.Kind;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Peer;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpFailureTest extends HttpScenario {

  @ParameterizedTest
  @ValueSource(ints = {300, 303, 304, 305, 401, 403, 404, 405, 408, 413, 421, 500, 502, 504})
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
}
