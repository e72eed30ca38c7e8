package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.CloseCause;
import dev.opamp.javaagent.opamp.CloseCause.Kind;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Peer;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Request;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketUpgradeTest extends WebSocketScenario {

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
  @ValueSource(ints = {200, 300, 303, 304, 305, 400, 401, 403, 404, 405, 426, 500, 502, 504})
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
}
