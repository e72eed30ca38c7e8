package dev.opamp.javaagent.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opamp.javaagent.testing.server.tls.SelfSignedCertificate;
import dev.opamp.javaagent.testing.server.tls.ServerTls;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTlsTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  private final SelfSignedCertificate made = SelfSignedCertificate.forLoopback();
  @TempDir Path folder;

  @Test
  void selfSignedCertificate_isTrustedByWhoTrustsIt_andByNobodyElse() throws Exception {
    try (OpampServer server = serving(ServerTls.selfSigned(made))) {
      assertThat(server.webSocketEndpoint()).startsWith("wss://");
      assertThat(server.httpEndpoint()).startsWith("https://");
      exchange(server, client(null));
      assertThatThrownBy(() -> FakeWebSocketAgent.connect(HttpClient.newHttpClient(), server))
          .hasMessageContaining("SSLHandshakeException");
    }
  }

  @Test
  void certificateForAnotherHost_isRefusedByTheClient() throws Exception {
    SelfSignedCertificate other = SelfSignedCertificate.forNames(List.of("opamp.example"), false);
    try (OpampServer server = serving(ServerTls.selfSigned(other))) {
      HttpClient trusting = client(null, other);
      assertThatThrownBy(() -> FakeWebSocketAgent.connect(trusting, server))
          .hasMessageContaining("SSLHandshakeException");
    }
  }

  @Test
  void pemFilesAndKeyStore_serveTheSameCertificate() throws Exception {
    Path chain = Files.writeString(folder.resolve("chain.pem"), made.certificatePem());
    Path key = Files.writeString(folder.resolve("key.pem"), made.privateKeyPem());
    try (OpampServer server = serving(ServerTls.pem(chain, key))) {
      exchange(server, client(null));
    }
    Path keyStore = folder.resolve("server.p12");
    try (OutputStream out = Files.newOutputStream(keyStore)) {
      store(made).store(out, PASSWORD);
    }
    try (OpampServer server = serving(ServerTls.keyStore(keyStore, new String(PASSWORD)))) {
      exchange(server, client(null));
    }
  }

  @Test
  void demandedClientCertificate_mustBeThere() throws Exception {
    SelfSignedCertificate clientCertificate = SelfSignedCertificate.forLoopback();
    ServerTls tls =
        ServerTls.selfSigned(made).requiringClients(List.of(clientCertificate.certificate()));
    try (OpampServer server = serving(tls)) {
      exchange(server, client(clientCertificate));
      HttpClient without = client(null);
      assertThatThrownBy(() -> exchange(server, without)).isInstanceOf(Exception.class);
    }
  }

  @Test
  void fileWithoutAKey_isNamed() throws Exception {
    Path chain = Files.writeString(folder.resolve("chain.pem"), made.certificatePem());
    assertThatThrownBy(() -> ServerTls.pem(chain, chain))
        .hasMessageContaining("BEGIN PRIVATE KEY")
        .hasMessageContaining("chain.pem");
  }

  private static OpampServer serving(ServerTls tls) {
    return OpampServer.builder().opampPort(0).withoutConsole().tls(tls).build().start();
  }

  private static void exchange(OpampServer server, HttpClient client) throws Exception {
    try (var link = FakeWebSocketAgent.connect(client, server)) {
      var reply = link.exchange(new FakeAgentState("secure").full());
      assertThat(reply.getCapabilities()).isEqualTo(0x27);
    }
  }

  private HttpClient client(SelfSignedCertificate own) throws Exception {
    return client(own, made);
  }

  private static HttpClient client(SelfSignedCertificate own, SelfSignedCertificate trusted)
      throws Exception {
    KeyStore trust = empty();
    trust.setCertificateEntry("server", trusted.certificate());
    TrustManagerFactory trustManagers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trustManagers.init(trust);
    KeyManagerFactory keyManagers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keyManagers.init(own == null ? empty() : store(own), PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static KeyStore store(SelfSignedCertificate certificate) throws Exception {
    KeyStore store = empty();
    store.setKeyEntry(
        "own", certificate.privateKey(), PASSWORD, new Certificate[] {certificate.certificate()});
    return store;
  }

  private static KeyStore empty() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    return store;
  }
}
