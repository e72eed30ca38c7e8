package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.net.ProxySettings;
import dev.opamp.javaagent.opamp.CloseCause;
import dev.opamp.javaagent.opamp.CloseCause.Kind;
import dev.opamp.javaagent.opamp.OpampTransport;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Peer;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Request;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fake server plays the proxy and, once the tunnel is open, the server behind it. */
@Timeout(60)
class ProxyTunnelTest {

  private final RecordingTransportListener listener = new RecordingTransportListener();
  private FakeOpampSocketServer proxy;
  private OpampTransport transport;

  @BeforeEach
  void start() throws Exception {
    proxy = new FakeOpampSocketServer();
  }

  @AfterEach
  void stop() throws Exception {
    transport.shutdown();
    proxy.close();
  }

  private Peer connect(String scheme) throws Exception {
    URI endpoint = URI.create(scheme + "://only.proxy.knows.invalid:4320/v1/opamp");
    transport =
        TransportFactory.create(
            ConnectionSettings.builder(endpoint)
                .proxy(
                    new ProxySettings(
                        URI.create("http://user:pass@127.0.0.1:" + proxy.port()), Map.of()))
                .header("Authorization", "Bearer for-the-server")
                .build(),
            () -> Messages.UID,
            listener);
    transport.connect(1);
    if (transport.isHalfDuplex()) {
      listener.next("connected");
      transport.send(1, Messages.report(1));
    }
    return proxy.accept();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "http"})
  @Tag("CON-61")
  @Tag("CON-65")
  void tunnelsWithBasicAuthenticationAndLetsTheProxyResolve(String scheme) throws Exception {
    Peer peer = connect(scheme);
    Request connect = peer.readRequest();
    assertThat(connect.line()).isEqualTo("CONNECT only.proxy.knows.invalid:4320 HTTP/1.1");
    assertThat(connect.header("Proxy-Authorization")).isEqualTo("Basic dXNlcjpwYXNz");
    assertThat(connect.headers()).doesNotContainKey("Authorization");
    peer.write("HTTP/1.1 200 Connection established\r\n\r\n");

    Request inner;
    if (scheme.equals("ws")) {
      inner = peer.upgrade();
      listener.next("connected");
    } else {
      inner = peer.readRequest();
      peer.answer(new byte[0]);
      listener.next("delivered");
    }
    assertThat(inner.line()).contains(" /v1/opamp ");
    assertThat(inner.header("Authorization")).isEqualTo("Bearer for-the-server");
    assertThat(inner.header("Host")).isEqualTo("only.proxy.knows.invalid:4320");
    assertThat(inner.headers()).doesNotContainKey("Proxy-Authorization");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "http"})
  void aRefusedTunnelIsANetworkFailure(String scheme) throws Exception {
    Peer peer = connect(scheme);
    peer.readRequest();
    peer.answerStatus(407, "Proxy-Authenticate: Basic");
    CloseCause cause = listener.nextClose();
    assertThat(cause.kind()).isEqualTo(Kind.NETWORK);
    assertThat(cause.message()).contains("proxy").contains("407");
    assertThat(cause.message()).doesNotContain("pass");
  }
}
