package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opamp.javaagent.net.PemSource;
import dev.opamp.javaagent.net.ProxySettings;
import dev.opamp.javaagent.net.TestIdentity;
import dev.opamp.javaagent.net.TlsSettings;
import dev.opamp.javaagent.opamp.CloseCause;
import dev.opamp.javaagent.opamp.CloseCause.Kind;
import dev.opamp.javaagent.opamp.OpampTransport;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Peer;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Request;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fake server plays the proxy and, once the tunnel is open, the server behind it. */
@Timeout(60)
class ProxyTunnelTest {

  private static final TlsSettings TLS = TlsSettings.defaults();

  @TempDir static Path dir;

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
    return connect(scheme, "http://user:pass@127.0.0.1:" + proxy.port(), Map.of(), TLS);
  }

  private Peer connect(String scheme, String url, Map<String, String> headers, TlsSettings tls)
      throws Exception {
    URI endpoint = URI.create(scheme + "://only.proxy.knows.invalid:4320/v1/opamp");
    transport =
        TransportFactory.create(
            ConnectionSettings.builder(endpoint)
                .proxy(new ProxySettings(URI.create(url), headers))
                .tls(tls)
                .connectTimeout(Duration.ofSeconds(2))
                .header("Authorization", "Bearer for-the-server")
                .build(),
            () -> Messages.UID,
            listener,
            Deadlines.session());
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
  @Tag("CON-66")
  void aRefusedTunnelIsANetworkFailure(String scheme) throws Exception {
    Peer peer = connect(scheme);
    peer.readRequest();
    peer.answerStatus(407, "Proxy-Authenticate: Basic");
    CloseCause cause = listener.nextClose();
    assertThat(cause.kind()).isEqualTo(Kind.NETWORK);
    assertThat(cause.message()).contains("proxy").contains("407");
    assertThat(cause.message()).doesNotContain("pass");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "http"})
  @Tag("CON-61")
  @Tag("CON-65")
  void connectHeadersReachTheProxyAndNobodyElse(String scheme) throws Exception {
    Map<String, String> headers =
        Map.of("Proxy-Authorization", "Basic offered", "X-Team", "a", "Host", "evil");
    Peer peer = connect(scheme, "http://user:pass@127.0.0.1:" + proxy.port(), headers, TLS);
    Request connect = peer.readRequest();
    assertThat(connect.header("Proxy-Authorization")).isEqualTo("Basic offered");
    assertThat(connect.header("X-Team")).isEqualTo("a");
    assertThat(connect.header("Host")).isEqualTo("only.proxy.knows.invalid:4320");
    peer.write("HTTP/1.1 200 Connection established\r\n\r\n");
    assertThat(succeed(scheme, peer).headers()).doesNotContainKeys("X-Team", "Proxy-Authorization");
  }

  private Request succeed(String scheme, Peer peer) throws Exception {
    if (scheme.equals("ws")) {
      Request upgrade = peer.upgrade();
      listener.next("connected");
      return upgrade;
    }
    Request request = peer.readRequest();
    peer.answer(new byte[0]);
    listener.next("delivered");
    return request;
  }

  @ParameterizedTest
  @CsvSource({"ws,false", "http,false", "ws,true", "http,true"})
  @Tag("CON-63")
  void speaksTlsToTheProxyWithTheSettingsOfTheConnection(String scheme, boolean mutual)
      throws Exception {
    TestIdentity identity = TestIdentity.create(dir, "p" + scheme + mutual, "RSA", "ip:127.0.0.1");
    TestIdentity client = TestIdentity.create(dir, "c" + scheme + mutual, "EC", "dns:client");
    proxy.close();
    proxy = new FakeOpampSocketServer(identity.serverSockets(client));
    TlsSettings.Builder tls =
        TlsSettings.builder().trustedCertificates(PemSource.file("ca", identity.certificate()));
    if (mutual) {
      tls.client(PemSource.file("c", client.certificate()), PemSource.file("k", client.pkcs8()));
    }
    Peer peer = connect(scheme, "https://127.0.0.1:" + proxy.port(), Map.of(), tls.build());
    ((SSLSocket) peer.socket).setNeedClientAuth(mutual);
    assertThat(peer.readRequest().line()).startsWith("CONNECT only.proxy.knows.invalid:4320 ");
    peer.write("HTTP/1.1 200 Connection established\r\n\r\n");
    assertThat(succeed(scheme, peer).header("Authorization")).isEqualTo("Bearer for-the-server");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "http"})
  @Tag("CON-63")
  void anHttpsProxyOfUnknownAuthorityIsNotSpokenTo(String scheme) throws Exception {
    TestIdentity identity = TestIdentity.create(dir, "u" + scheme, "RSA", "ip:127.0.0.1");
    proxy.close();
    proxy = new FakeOpampSocketServer(identity.serverSockets());
    Peer peer = connect(scheme, "https://u:pass@127.0.0.1:" + proxy.port(), Map.of(), TLS);
    assertThatThrownBy(peer::readRequest).isInstanceOf(IOException.class);
    assertThat(listener.nextClose().kind()).isEqualTo(Kind.NETWORK);
  }

  @ParameterizedTest
  @CsvSource({"ws,''", "http,''", "ws,user:pass@", "http,us%40er:p%3Ass@"})
  @Tag("CON-62")
  @Tag("CON-65")
  void reachesTheServerThroughSocks(String scheme, String userInfo) throws Exception {
    Peer peer =
        connect(
            scheme,
            "socks5://" + userInfo + "127.0.0.1:" + proxy.port(),
            Map.of("X-Ignored", "by SOCKS"),
            TLS);
    byte[] greeting = read(peer, userInfo.isEmpty() ? 3 : 4);
    assertThat(greeting).startsWith(5, greeting.length - 2, 0);
    if (!userInfo.isEmpty()) {
      peer.out.write(new byte[] {5, 2});
      assertThat(peer.in.readUnsignedByte()).isEqualTo(1);
      String decoded = URLDecoder.decode(userInfo.replace("@", ""), StandardCharsets.UTF_8);
      String user = new String(read(peer, peer.in.readUnsignedByte()), StandardCharsets.UTF_8);
      String password = new String(read(peer, peer.in.readUnsignedByte()), StandardCharsets.UTF_8);
      assertThat(user + ":" + password).isEqualTo(decoded);
      peer.out.write(new byte[] {1, 0});
    } else {
      peer.out.write(new byte[] {5, 0});
    }
    assertThat(read(peer, 4)).containsExactly(5, 1, 0, 3);
    String host = new String(read(peer, peer.in.readUnsignedByte()), StandardCharsets.US_ASCII);
    assertThat(host).isEqualTo("only.proxy.knows.invalid");
    assertThat(peer.in.readUnsignedShort()).isEqualTo(4320);
    peer.out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});

    Request inner = succeed(scheme, peer);
    assertThat(inner.header("Authorization")).isEqualTo("Bearer for-the-server");
    assertThat(inner.headers()).doesNotContainKey("X-Ignored");
  }

  private static byte[] read(Peer peer, int count) throws IOException {
    byte[] bytes = new byte[count];
    peer.in.readFully(bytes);
    return bytes;
  }

  @ParameterizedTest
  @CsvSource({
    "ws,0502.0101,refused user and password",
    "http,0502.0101,refused user and password",
    "ws,05ff,accepts no user",
    "ws,0500.05050001000000000000,connection refused",
    "http,0500.05020001000000000000,not allowed",
    "ws,4854,not SOCKS5",
    "http,0500.0500,closed"
  })
  @Tag("CON-66")
  void saysWhyASocksProxyRefused(String scheme, String answers, String reason) throws Exception {
    Peer peer = connect(scheme, "socks5://user:canary@127.0.0.1:" + proxy.port(), Map.of(), TLS);
    for (String answer : answers.split("\\.")) {
      peer.out.write(HexFormat.of().parseHex(answer));
    }
    peer.socket.shutdownOutput();
    CloseCause cause = listener.nextClose();
    assertThat(cause.kind()).isEqualTo(Kind.NETWORK);
    assertThat(cause.message()).contains("proxy").contains(reason).doesNotContain("canary");
  }

  @ParameterizedTest
  @CsvSource({"ws,http", "http,http", "ws,socks5", "http,socks5"})
  @Tag("CON-66")
  void aProxyThatHangsIsGivenUp(String scheme, String kind) throws Exception {
    Peer peer = connect(scheme, kind + "://user:pass@127.0.0.1:" + proxy.port(), Map.of(), TLS);
    CloseCause cause = listener.nextClose();
    assertThat(cause.kind()).isEqualTo(Kind.NETWORK);
    assertThat(peer.isClosedByClient()).isTrue();
  }
}
