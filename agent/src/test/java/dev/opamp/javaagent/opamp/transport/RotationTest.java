package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.net.PemSource;
import dev.opamp.javaagent.net.SecretSource;
import dev.opamp.javaagent.net.TestIdentity;
import dev.opamp.javaagent.net.TlsSettings;
import dev.opamp.javaagent.opamp.CloseCause;
import dev.opamp.javaagent.opamp.CloseCause.Kind;
import dev.opamp.javaagent.opamp.OpampTransport;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Peer;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Request;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that change while a transport lives. */
@Timeout(60)
class RotationTest {

  @TempDir Path dir;

  private final RecordingTransportListener listener = new RecordingTransportListener();
  private FakeOpampSocketServer server;
  private OpampTransport transport;

  @AfterEach
  void stop() throws Exception {
    transport.shutdown();
    server.close();
  }

  private void open(String scheme, TlsSettings tls, SecretSource token) {
    transport =
        TransportFactory.create(
            ConnectionSettings.builder(server.uri(scheme)).tls(tls).token(token).build(),
            () -> Messages.UID,
            listener,
            Deadlines.session());
  }

  private void attempt(long epoch) throws Exception {
    transport.connect(epoch);
    if (transport.isHalfDuplex()) {
      listener.next("connected");
      transport.send(epoch, Messages.report(epoch));
    }
  }

  private Request succeed(Peer peer) throws Exception {
    if (!transport.isHalfDuplex()) {
      Request upgrade = peer.upgrade();
      listener.next("connected");
      return upgrade;
    }
    Request request = peer.readRequest();
    peer.answer(new byte[0]);
    listener.next("delivered");
    listener.nextMessage();
    return request;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "http"})
  @Tag("SEC-02")
  void theTokenOfTheMomentIsSent(String scheme) throws Exception {
    Path token = Files.writeString(dir.resolve("token"), "first\n");
    server = new FakeOpampSocketServer();
    open(scheme, TlsSettings.defaults(), SecretSource.file("otel.opamp.token.file", token));
    attempt(1);
    Peer peer = server.accept();
    assertThat(succeed(peer).header("Authorization")).isEqualTo("Bearer first");

    Files.writeString(token, "second");
    if (scheme.equals("http")) {
      transport.send(1, Messages.report(2));
    } else {
      transport.abort(1, 1000, "");
      listener.next("closed");
      attempt(2);
      peer = server.accept();
    }
    assertThat(succeed(peer).header("Authorization")).isEqualTo("Bearer second");
  }

  @ParameterizedTest
  @CsvSource({"ws,''", "http,''", "ws,'a\r\nX: canary'", "http,'a\ncanary'", "ws,caf\u00e9canary"})
  @Tag("SEC-02")
  void aTokenThatCannotBeSentIsAFailedAttempt(String scheme, String content) throws Exception {
    Path token = dir.resolve("token");
    server = new FakeOpampSocketServer();
    open(scheme, TlsSettings.defaults(), SecretSource.file("otel.opamp.token.file", token));
    attempt(1);
    assertTokenFailure("does not exist");
    Files.writeString(token, content);
    attempt(2);
    assertTokenFailure(token.toString());
    assertThat(server.isLeftAlone(20)).isTrue();

    Files.writeString(token, "good");
    attempt(3);
    assertThat(succeed(server.accept()).header("Authorization")).isEqualTo("Bearer good");
  }

  private void assertTokenFailure(String reason) throws Exception {
    CloseCause cause = listener.nextClose();
    assertThat(cause.kind()).isEqualTo(Kind.NETWORK);
    assertThat(cause.message()).contains("otel.opamp.token.file").contains(reason);
    assertThat(cause.message()).doesNotContain("canary");
  }

  @Test
  void overHttpARenewedClientCertificateIsPresentedWithTheNextRequest() throws Exception {
    TestIdentity identity = TestIdentity.create(dir, "server", "RSA", "ip:127.0.0.1");
    TestIdentity before = TestIdentity.create(dir, "before", "EC", "dns:client");
    TestIdentity after = TestIdentity.create(dir, "after", "EC", "dns:client");
    Path certificate = Files.copy(before.certificate(), dir.resolve("client.pem"));
    Path key = Files.copy(before.pkcs8(), dir.resolve("client.key"));
    server = new FakeOpampSocketServer(identity.serverSockets(before, after));
    open("https", tls(identity, certificate, key), null);

    attempt(1);
    Peer first = server.accept();
    succeed(first);
    assertThat(presented(first)).isEqualTo("CN=before");
    transport.send(1, Messages.report(2));
    succeed(first);

    replace(after.certificate(), certificate);
    replace(after.pkcs8(), key);
    transport.send(1, Messages.report(3));
    Peer second = server.accept();
    succeed(second);
    assertThat(presented(second)).isEqualTo("CN=after");
    assertThat(first.isClosedByClient()).isTrue();
  }

  @Test
  void aLiveWebSocketKeepsItsConnection() throws Exception {
    TestIdentity identity = TestIdentity.create(dir, "server", "RSA", "ip:127.0.0.1");
    TestIdentity other = TestIdentity.create(dir, "other", "EC", "dns:other");
    Path ca = Files.copy(identity.certificate(), dir.resolve("ca.pem"));
    server = new FakeOpampSocketServer(identity.serverSockets());
    open("wss", TlsSettings.builder().trustedCertificates(PemSource.file("ca", ca)).build(), null);
    attempt(1);
    Peer peer = server.accept();
    succeed(peer);

    replace(other.certificate(), ca);
    transport.send(1, Messages.report(1));
    listener.next("delivered");
    assertThat(peer.readMessage().payload()).isEqualTo(MessageCodec.encode(Messages.report(1)));

    transport.abort(1, 1000, "");
    listener.next("closed");
    attempt(2);
    try {
      server.accept().readRequest();
    } catch (java.io.IOException refused) {
      // The client has ended the handshake.
    }
    assertThat(listener.nextClose().kind()).isEqualTo(Kind.NETWORK);
  }

  private static TlsSettings tls(TestIdentity server, Path certificate, Path key) throws Exception {
    return TlsSettings.builder()
        .trustedCertificates(PemSource.file("ca", server.certificate()))
        .client(PemSource.file("certificate", certificate), PemSource.file("key", key))
        .build();
  }

  private static void replace(Path from, Path to) throws Exception {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String presented(Peer peer) throws Exception {
    X509Certificate certificate =
        (X509Certificate) ((SSLSocket) peer.socket).getSession().getPeerCertificates()[0];
    return certificate.getSubjectX500Principal().getName();
  }
}
