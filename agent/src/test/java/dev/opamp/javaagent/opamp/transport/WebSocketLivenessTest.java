package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.net.ServerAddress;
import dev.opamp.javaagent.opamp.CloseCause;
import dev.opamp.javaagent.opamp.CloseCause.Kind;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Frame;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Peer;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class WebSocketLivenessTest extends WebSocketScenario {

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
                Duration.ofSeconds(1)),
            Deadlines.timer()));
    connect();
    transport.send(1, Messages.bigReport(40 * 1024 * 1024));
    CloseCause cause = listener.nextClose();
    assertThat(cause.kind()).isEqualTo(Kind.NETWORK);
    assertThat(cause.message()).contains("write");
  }
}
