package dev.opamp.javaagent.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReloadingTlsTest {

  @TempDir static Path dir;
  private static TestIdentity first;
  private static TestIdentity second;

  private Path ca;
  private Path certificate;
  private Path key;
  private ReloadingTls tls;

  @BeforeAll
  static void makeIdentities() throws Exception {
    first = TestIdentity.create(dir, "first", "RSA", "ip:127.0.0.1");
    second = TestIdentity.create(dir, "second", "RSA", "ip:127.0.0.1");
  }

  @BeforeEach
  void write() throws Exception {
    ca = copy(first.certificate(), "ca.pem");
    certificate = copy(first.certificate(), "client.pem");
    key = copy(first.pkcs8(), "client-key.pem");
    tls =
        ReloadingTls.of(
            TlsSettings.builder()
                .trustedCertificates(PemSource.file("ca", ca))
                .client(PemSource.file("certificate", certificate), PemSource.file("key", key))
                .build());
  }

  @Test
  void trustsARenewedAuthorityWithoutBeingRebuilt() throws Exception {
    assertThat(clientNameSeenBy(first)).isEqualTo("CN=first");
    assertThatThrownBy(() -> clientNameSeenBy(second)).isInstanceOf(SSLException.class);

    copy(second.certificate(), "ca.pem");

    assertThat(clientNameSeenBy(second)).isEqualTo("CN=first");
    assertThatThrownBy(() -> clientNameSeenBy(first)).isInstanceOf(SSLException.class);
    assertThat(tls.current().trustManager().getAcceptedIssuers())
        .extracting(issuer -> issuer.getSubjectX500Principal().getName())
        .containsExactly("CN=second");
  }

  @Test
  void presentsARenewedClientCertificate() throws Exception {
    assertThat(clientNameSeenBy(first)).isEqualTo("CN=first");

    copy(second.certificate(), "client.pem");
    copy(second.pkcs8(), "client-key.pem");

    assertThat(clientNameSeenBy(first)).isEqualTo("CN=second");
  }

  @Test
  void keepsTheLastGoodFilesUntilTheNewOnesAreWhole() throws Exception {
    Files.writeString(ca, "-----BEGIN CERTIFICATE-----\nnonsense");
    Files.delete(key);

    assertThat(clientNameSeenBy(first)).isEqualTo("CN=first");

    copy(second.certificate(), "ca.pem");
    assertThatThrownBy(() -> clientNameSeenBy(second)).isInstanceOf(SSLException.class);
    copy(first.pkcs8(), "client-key.pem");
    assertThat(clientNameSeenBy(second)).isEqualTo("CN=first");
  }

  @Test
  void namesWhatIsWrongWithTheFirstFiles() {
    TlsSettings missing =
        TlsSettings.builder()
            .trustedCertificates(PemSource.file("exporter.ca_file", dir.resolve("absent.pem")))
            .build();

    assertThatThrownBy(() -> ReloadingTls.of(missing))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining("exporter.ca_file")
        .hasMessageContaining("does not exist");
  }

  /** Connects as an exporter does, and returns who it was. */
  private String clientNameSeenBy(TestIdentity server) throws Exception {
    try (SSLServerSocket listening =
        (SSLServerSocket)
            server
                .serverSockets(first, second)
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread serving = new Thread(() -> serveOne(listening));
      serving.start();
      try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), listening.getLocalPort());
          SSLSocket socket = handshake(plain)) {
        byte[] answer = socket.getInputStream().readAllBytes();
        return new String(answer);
      } finally {
        serving.join();
      }
    }
  }

  private SSLSocket handshake(Socket plain) throws IOException {
    plain.setSoTimeout(20_000);
    return tls.handshake(plain, "127.0.0.1", plain.getPort());
  }

  private static void serveOne(SSLServerSocket listening) {
    try (SSLSocket socket = (SSLSocket) listening.accept()) {
      X509Certificate client = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      socket.getOutputStream().write(client.getSubjectX500Principal().getName().getBytes());
    } catch (IOException refused) {
      // The client says why.
    }
  }

  private static Path copy(Path from, String to) throws IOException {
    return Files.copy(from, dir.resolve(to), StandardCopyOption.REPLACE_EXISTING);
  }
}
