package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opamp.javaagent.net.PemSource;
import dev.opamp.javaagent.net.TestIdentity;
import dev.opamp.javaagent.net.TlsContexts;
import dev.opamp.javaagent.net.TlsException;
import dev.opamp.javaagent.net.TlsSettings;
import dev.opamp.javaagent.opamp.CloseCause;
import dev.opamp.javaagent.opamp.CloseCause.Kind;
import dev.opamp.javaagent.opamp.OpampTransport;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Peer;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TlsTest {

  @TempDir static Path dir;
  private static TestIdentity server;
  private static TestIdentity otherHost;
  private static TestIdentity rsaClient;
  private static TestIdentity ecClient;

  private final RecordingTransportListener listener = new RecordingTransportListener();
  private FakeOpampSocketServer listening;
  private OpampTransport transport;

  @BeforeAll
  static void makeIdentities() throws Exception {
    server = TestIdentity.create(dir, "server", "RSA", "ip:127.0.0.1");
    otherHost = TestIdentity.create(dir, "other", "RSA", "dns:elsewhere.example");
    rsaClient = TestIdentity.create(dir, "rsa", "RSA", "dns:client");
    ecClient = TestIdentity.create(dir, "ec", "EC", "dns:client");
  }

  @AfterEach
  void stop() throws Exception {
    if (transport != null) {
      transport.shutdown();
    }
    if (listening != null) {
      listening.close();
    }
  }

  private static TlsSettings files(Path ca, Path certificate, Path key) {
    return TlsSettings.builder()
        .trustedCertificates(pem("otel.opamp.certificate", ca))
        .client(
            pem("otel.opamp.client.certificate", certificate), pem("otel.opamp.client.key", key))
        .build();
  }

  private static PemSource pem(String setting, Path file) {
    return file == null ? null : PemSource.file(setting, file);
  }

  private Peer connect(String scheme, TestIdentity presented, TlsSettings tls) throws Exception {
    listening = new FakeOpampSocketServer(presented.serverSockets(rsaClient, ecClient));
    URI endpoint = listening.uri(scheme);
    transport =
        TransportFactory.create(
            ConnectionSettings.builder(endpoint).tls(tls).build(),
            () -> Messages.UID,
            listener,
            Deadlines.session());
    transport.connect(1);
    if (transport.isHalfDuplex()) {
      listener.next("connected");
      transport.send(1, Messages.report(1));
    }
    return listening.accept();
  }

  private void exchange(String scheme, Peer peer) throws Exception {
    if (scheme.equals("wss")) {
      peer.upgrade();
      listener.next("connected");
      peer.writeBinary((byte) 0);
    } else {
      peer.readRequest();
      peer.answer(new byte[0]);
      listener.next("delivered");
    }
    listener.nextMessage();
  }

  @ParameterizedTest
  @ValueSource(strings = {"wss", "https"})
  @Tag("TR-01")
  @Tag("CON-42")
  void trustsTheConfiguredAuthority(String scheme) throws Exception {
    exchange(scheme, connect(scheme, server, files(server.certificate(), null, null)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"wss", "https"})
  @Tag("TR-07")
  void refusesAnUnknownAuthority(String scheme) throws Exception {
    TlsSettings tls = files(otherHost.certificate(), null, null);
    assertNothingArrives(connect(scheme, server, tls));
  }

  @ParameterizedTest
  @ValueSource(strings = {"wss", "https"})
  @Tag("TR-07")
  void refusesACertificateOfAnotherHost(String scheme) throws Exception {
    TlsSettings tls = files(otherHost.certificate(), null, null);
    assertNothingArrives(connect(scheme, otherHost, tls));
  }

  private void assertNothingArrives(Peer peer) throws Exception {
    assertThatThrownBy(peer::readRequest).isInstanceOf(IOException.class);
    assertThat(listener.nextClose().kind()).isEqualTo(Kind.NETWORK);
  }

  @ParameterizedTest
  @CsvSource({
    "wss,RSA,pkcs8",
    "wss,RSA,pkcs1",
    "wss,EC,pkcs8",
    "wss,EC,sec1",
    "https,RSA,pkcs1",
    "https,EC,sec1",
    "wss,EC,inline"
  })
  @Tag("CON-24")
  void presentsTheClientCertificate(String scheme, String algorithm, String form) throws Exception {
    TestIdentity client = algorithm.equals("RSA") ? rsaClient : ecClient;
    Path key =
        switch (form) {
          case "pkcs8" -> client.pkcs8();
          case "inline" -> client.sec1WithCurve();
          default -> client.traditionalKey();
        };
    TlsSettings tls = files(server.certificate(), client.certificate(), key);
    Peer peer = connect(scheme, server, tls);
    exchange(scheme, peer);
    SSLSession session = ((SSLSocket) peer.socket).getSession();
    X509Certificate presented = (X509Certificate) session.getPeerCertificates()[0];
    assertThat(presented.getPublicKey().getAlgorithm()).isEqualTo(algorithm);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wss", "https"})
  @Tag("RB-39")
  void aServerThatWantsACertificateWeLackEndsTheConnection(String scheme) throws Exception {
    listening = new FakeOpampSocketServer(server.serverSockets(rsaClient, ecClient));
    start(scheme, 1);
    SSLSocket socket = (SSLSocket) listening.accept().socket;
    socket.setNeedClientAuth(true);

    assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
    CloseCause cause = listener.nextClose();
    assertThat(cause.kind()).isEqualTo(Kind.NETWORK);
    assertThat(cause.message()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"wss", "https"})
  @Tag("RB-39")
  void aServerThatComesBackWithAnotherCertificateIsVerifiedAgain(String scheme) throws Exception {
    SwitchingServerSockets sockets = new SwitchingServerSockets(server.context());
    listening = new FakeOpampSocketServer(sockets);
    start(scheme, 1);
    Peer first = listening.accept();
    exchange(scheme, first);
    transport.abort(1, 1000, "");
    listener.next("closed");
    first.socket.close();

    sockets.present(otherHost.context());
    transport.connect(2);
    if (transport.isHalfDuplex()) {
      listener.next("connected");
      transport.send(2, Messages.report(2));
    }
    assertNothingArrives(listening.accept());
  }

  private void start(String scheme, long epoch) throws Exception {
    transport =
        TransportFactory.create(
            ConnectionSettings.builder(listening.uri(scheme))
                .tls(files(server.certificate(), null, null))
                .build(),
            () -> Messages.UID,
            listener,
            Deadlines.session());
    transport.connect(epoch);
    if (transport.isHalfDuplex()) {
      listener.next("connected");
      transport.send(epoch, Messages.report(1));
    }
  }

  @Test
  void namesTheSettingAndTheReason() throws Exception {
    Path encrypted =
        write(
            "enc.pem",
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n"
                + "-----END ENCRYPTED PRIVATE KEY-----\n");
    Path legacy =
        write(
            "legacy.pem",
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
                + "DEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n");
    Path broken =
        write("broken.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    Path empty = write("empty.pem", "");
    Path certificate = rsaClient.certificate();
    assertFails(null, certificate, encrypted, "otel.opamp.client.key", "encrypted");
    assertFails(null, certificate, legacy, "otel.opamp.client.key", "encrypted");
    assertFails(null, certificate, broken, "otel.opamp.client.key", "not a readable private key");
    assertFails(null, certificate, empty, "otel.opamp.client.key", "no PEM private key");
    assertFails(null, certificate, ecClient.pkcs8(), "otel.opamp.client.key", "does not belong");
    assertFails(null, certificate, server.pkcs8(), "otel.opamp.client.key", "does not belong");
    assertFails(null, empty, rsaClient.pkcs8(), "otel.opamp.client.certificate", "no PEM cert");
    assertFails(empty, null, null, "otel.opamp.certificate", "no PEM certificate");
    assertFails(dir.resolve("gone"), null, null, "otel.opamp.certificate", "does not exist");
  }

  private static void assertFails(Path ca, Path certificate, Path key, String... texts) {
    assertThatThrownBy(() -> TlsContexts.of(files(ca, certificate, key)))
        .isInstanceOf(TlsException.class)
        .message()
        .contains(texts);
  }

  private static Path write(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wss", "https"})
  @Tag("TR-09")
  void neitherAsksNorChangesTheDefaultsOfTheJvm(String scheme) throws Exception {
    Properties properties = (Properties) System.getProperties().clone();
    SSLContext tls = SSLContext.getDefault();
    SSLSocketFactory https = HttpsURLConnection.getDefaultSSLSocketFactory();
    ProxySelector before = ProxySelector.getDefault();
    RefusingProxySelector refusing = new RefusingProxySelector();
    ProxySelector.setDefault(refusing);
    try {
      exchange(scheme, connect(scheme, server, files(server.certificate(), null, null)));
      transport.shutdown();
      assertThat(ProxySelector.getDefault()).isSameAs(refusing);
    } finally {
      ProxySelector.setDefault(before);
    }
    assertThat(SSLContext.getDefault()).isSameAs(tls);
    assertThat(HttpsURLConnection.getDefaultSSLSocketFactory()).isSameAs(https);
    assertThat(Authenticator.getDefault()).isNull();
    assertThat(CookieHandler.getDefault()).isNull();
    assertThat(System.getProperties()).isEqualTo(properties);
  }

  /** The JVM's proxy settings are the application's, not ours. */
  private static final class RefusingProxySelector extends ProxySelector {
    @Override
    public List<Proxy> select(URI uri) {
      throw new AssertionError("the JVM's proxy selector was asked");
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      throw new AssertionError("the JVM's proxy selector was told");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wss", "https"})
  void readsTheFilesAnewWithEachConnection(String scheme) throws Exception {
    Path ca = dir.resolve("late-" + scheme + ".pem");
    listening = new FakeOpampSocketServer(server.serverSockets(rsaClient));
    transport =
        TransportFactory.create(
            ConnectionSettings.builder(listening.uri(scheme)).tls(files(ca, null, null)).build(),
            () -> Messages.UID,
            listener,
            Deadlines.session());
    transport.connect(1);
    assertThat(listener.nextClose().message()).contains("otel.opamp.certificate");

    Files.copy(server.certificate(), ca);
    transport.connect(2);
    if (transport.isHalfDuplex()) {
      listener.next("connected");
      transport.send(2, Messages.report(1));
    }
    exchange(scheme, listening.accept());
  }
}
