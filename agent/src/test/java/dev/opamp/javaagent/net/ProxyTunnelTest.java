package dev.opamp.javaagent.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ProxyTunnelTest {

  private static final InetSocketAddress TARGET =
      InetSocketAddress.createUnresolved("only.proxy.knows.invalid", 4317);
  private static final byte[] NAME = "only.proxy.knows.invalid".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path dir;

  private static Socket connect(FakeProxy proxy, String url, TlsSettings tls) throws IOException {
    URI uri = URI.create(url.replace("PORT", "127.0.0.1:" + proxy.port()));
    Socket socket =
        ProxyTunnel.newSocket(
            new ProxySettings(uri, Map.of("X-Tenant", "a", "Host", "evil", "Via", "me")), tls);
    socket.connect(TARGET, 5000);
    return socket;
  }

  private static FakeProxy plain(FakeProxy.Script script) throws IOException {
    return new FakeProxy(ServerSocketFactory.getDefault(), script);
  }

  @Test
  @Tag("CON-61")
  void connectHeadersGoToTheProxyAndCannotReplaceItsOwn() throws Exception {
    StringBuilder seen = new StringBuilder();
    try (FakeProxy proxy =
            plain(
                (in, peer) -> {
                  seen.append(FakeProxy.head(in));
                  peer.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n!".getBytes("US-ASCII"));
                });
        Socket socket = connect(proxy, "http://PORT", TlsSettings.defaults())) {
      assertThat(socket.getInputStream().read()).isEqualTo('!');
      proxy.join();
    }
    assertThat(seen)
        .startsWith("CONNECT only.proxy.knows.invalid:4317 HTTP/1.1\r\n")
        .contains("\r\nX-Tenant: a\r\n")
        .contains("\r\nVia: me\r\n")
        .contains("\r\nHost: only.proxy.knows.invalid:4317\r\n")
        .doesNotContain("evil");
  }

  @Test
  @Tag("CON-63")
  void aTlsProxyIsVerifiedWithTheSettingsOfTheConnection() throws Exception {
    TestIdentity identity = TestIdentity.create(dir, "proxy", "EC", "ip:127.0.0.1");
    FakeProxy.Script tunnel =
        (in, peer) -> {
          FakeProxy.head(in);
          peer.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n!".getBytes("US-ASCII"));
        };
    TlsSettings trusting =
        TlsSettings.builder()
            .trustedCertificates(PemSource.file("ca", identity.certificate()))
            .build();
    try (FakeProxy proxy = new FakeProxy(identity.serverSockets(), tunnel);
        Socket socket = connect(proxy, "https://PORT", trusting)) {
      assertThat(socket.getInputStream().read()).isEqualTo('!');
    }
    try (FakeProxy proxy = new FakeProxy(identity.serverSockets(), tunnel)) {
      assertThatThrownBy(() -> connect(proxy, "https://PORT", TlsSettings.defaults()))
          .isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"socks5://PORT, 0", "socks5://us%20er:pa%3Ass@PORT, 2"})
  @Tag("CON-60")
  @Tag("CON-62")
  void socksTellsTheProxyTheNameAndWhoAsks(String url, int method) throws Exception {
    try (FakeProxy proxy =
            plain(
                (in, peer) -> {
                  assertThat(in.readUnsignedByte()).isEqualTo(5);
                  byte[] offered = in.readNBytes(in.readUnsignedByte());
                  assertThat(offered).contains(method);
                  peer.getOutputStream().write(new byte[] {5, (byte) method});
                  if (method == 2) {
                    expectUserAndPassword(in);
                    peer.getOutputStream().write(new byte[] {1, 0});
                  }
                  assertThat(in.readNBytes(4)).containsExactly(5, 1, 0, 3);
                  assertThat(in.readNBytes(in.readUnsignedByte())).isEqualTo(NAME);
                  assertThat(in.readUnsignedShort()).isEqualTo(4317);
                  // The address it is bound to, an IPv6 one, and the first byte behind the tunnel.
                  byte[] answer = new byte[4 + 16 + 2 + 1];
                  answer[0] = 5;
                  answer[3] = 4;
                  answer[22] = '!';
                  peer.getOutputStream().write(answer);
                });
        Socket socket = connect(proxy, url, TlsSettings.defaults())) {
      assertThat(socket.getInputStream().read()).isEqualTo('!');
      proxy.join();
    }
  }

  private static void expectUserAndPassword(DataInputStream in) throws IOException {
    assertThat(in.readUnsignedByte()).isEqualTo(1);
    assertThat(new String(in.readNBytes(in.readUnsignedByte()), "UTF-8")).isEqualTo("us er");
    assertThat(new String(in.readNBytes(in.readUnsignedByte()), "UTF-8")).isEqualTo("pa:ss");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 8, 99})
  @Tag("CON-66")
  void aRefusalOfSocksIsToldInWords(int code) throws Exception {
    try (FakeProxy proxy =
        plain(
            (in, peer) -> {
              in.readNBytes(3);
              peer.getOutputStream().write(new byte[] {5, 0});
              in.readNBytes(4);
              in.readNBytes(in.readUnsignedByte() + 2);
              peer.getOutputStream().write(new byte[] {5, (byte) code, 0, 1, 0, 0, 0, 0, 0, 0});
            })) {
      assertThatThrownBy(() -> connect(proxy, "socks5://PORT", TlsSettings.defaults()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("proxy: it refused the tunnel");
    }
  }

  @Test
  @Tag("CON-66")
  void refusedCredentialsAndForeignProtocolsAreToldWithoutTheCredentials() throws Exception {
    try (FakeProxy proxy =
        plain(
            (in, peer) -> {
              in.readNBytes(4);
              peer.getOutputStream().write(new byte[] {5, 2});
              in.readNBytes(1);
              in.readNBytes(in.readUnsignedByte());
              in.readNBytes(in.readUnsignedByte());
              peer.getOutputStream().write(new byte[] {1, 1});
            })) {
      assertThatThrownBy(() -> connect(proxy, "socks5://u:secret@PORT", TlsSettings.defaults()))
          .hasMessageContaining("refused user and password")
          .hasMessageNotContaining("secret");
    }
    try (FakeProxy proxy =
        plain((in, peer) -> peer.getOutputStream().write("HTTP/1.1 400 no".getBytes("US-ASCII")))) {
      assertThatThrownBy(() -> connect(proxy, "socks5://PORT", TlsSettings.defaults()))
          .hasMessageContaining("not SOCKS5");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https", "socks5"})
  @Tag("CON-66")
  void aProxyThatIsSilentIsGivenUp(String scheme) throws Exception {
    try (FakeProxy proxy = plain((in, peer) -> in.readAllBytes())) {
      URI url = URI.create(scheme + "://127.0.0.1:" + proxy.port());
      try (Socket socket = ProxyTunnel.newSocket(new ProxySettings(url, Map.of()), TlsSettings.defaults())) {
        assertThatThrownBy(() -> socket.connect(TARGET, 300))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("in time");
        assertThat(socket.isClosed()).isTrue();
      }
    }
  }
}
