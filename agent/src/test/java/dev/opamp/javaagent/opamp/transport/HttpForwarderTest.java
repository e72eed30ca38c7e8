package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Peer;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Request;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * As through a Collector that forwards: other host, and each request on a connection of its own.
 */
class HttpForwarderTest extends HttpScenario {

  private HttpServer forwarder;

  @BeforeEach
  void forward() throws Exception {
    forwarder = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    forwarder.createContext("/", this::forward);
    forwarder.start();
    replace(
        ConnectionSettings.builder(
            URI.create("http://localhost:" + forwarder.getAddress().getPort() + "/v1/opamp")));
  }

  @AfterEach
  void stopForwarding() {
    forwarder.stop(0);
  }

  private void forward(HttpExchange exchange) throws IOException {
    HttpURLConnection onward =
        (HttpURLConnection)
            server.uri("http").resolve(exchange.getRequestURI()).toURL().openConnection();
    onward.setRequestMethod(exchange.getRequestMethod());
    onward.setDoOutput(true);
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> onward.setRequestProperty(name, values.get(0)));
    onward.setRequestProperty("Connection", "close");
    onward.getOutputStream().write(exchange.getRequestBody().readAllBytes());
    int status = onward.getResponseCode();
    byte[] body = status == 200 ? onward.getInputStream().readAllBytes() : new byte[0];
    exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
    exchange.getResponseHeaders().add("Connection", "close");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  @Tag("HTTP-24")
  void everyExchangeWorksThroughAForwarder() throws Exception {
    connect();
    for (int i = 1; i <= 3; i++) {
      transport.send(1, Messages.report(i));
      Peer peer = server.accept();
      Request request = peer.readRequest();
      assertThat(request.line()).isEqualTo("POST /v1/opamp HTTP/1.1");
      assertThat(request.header("Host")).isEqualTo("127.0.0.1:" + server.port());
      assertThat(request.header("OpAMP-Instance-UID")).isEqualTo(Messages.UID);
      assertThat(AgentToServer.parseFrom(request.body())).isEqualTo(Messages.report(i));
      peer.answer(Messages.offer(i).toByteArray(), "Connection: close");
      assertThat(nextReply()).isEqualTo(Messages.offer(i));
    }
    transport.disconnect(1, Messages.farewell(4));
    Peer last = server.accept();
    assertThat(AgentToServer.parseFrom(last.readRequest().body()).hasAgentDisconnect()).isTrue();
    last.answer(new byte[0], "Connection: close");
    listener.next("closed");
  }
}
