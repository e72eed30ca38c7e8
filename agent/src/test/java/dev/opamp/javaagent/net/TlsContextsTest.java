package dev.opamp.javaagent.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsContextsTest {

  @TempDir static Path dir;
  private static TestIdentity one;
  private static TestIdentity other;

  @BeforeAll
  static void makeIdentities() throws Exception {
    one = TestIdentity.create(dir, "one", "EC", "dns:one");
    other = TestIdentity.create(dir, "two", "EC", "dns:two");
  }

  @ParameterizedTest
  @CsvSource({
    "'','','TLSv1.2,TLSv1.3'",
    "1.2,'','TLSv1.2,TLSv1.3'",
    "tlsv1.3,'',TLSv1.3",
    "'',TLSv1.2,TLSv1.2",
    "1.0,1.1,'TLSv1,TLSv1.1'",
    "TLSv1,TLSv1.0,TLSv1"
  })
  @Tag("CON-46")
  @Tag("CON-47")
  void speaksTheVersionsBetweenTheBounds(String min, String max, String expected) throws Exception {
    TlsContexts tls = TlsContexts.of(TlsSettings.builder().versions(min, max).build());
    assertThat(tls.parameters().protocols()).containsExactly(expected.split(","));
    try (SSLSocket socket = (SSLSocket) tls.sslContext().getSocketFactory().createSocket()) {
      assertThat(socket.getEnabledProtocols()).containsExactlyInAnyOrder(expected.split(","));
      assertThat(socket.getSSLParameters().getEndpointIdentificationAlgorithm()).isEqualTo("HTTPS");
    }
    assertThat(tls.sslContext().createSSLEngine().getEnabledProtocols())
        .containsExactlyInAnyOrder(expected.split(","));
  }

  @ParameterizedTest
  @CsvSource({
    "1.4,'',no TLS version",
    "'',SSLv3,no TLS version",
    "1.3,1.2,above the newest",
    "'',1.1,above the newest"
  })
  @Tag("CON-48")
  void refusesVersionsThatMakeNoSense(String min, String max, String reason) {
    assertThatThrownBy(() -> TlsContexts.of(TlsSettings.builder().versions(min, max).build()))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining(reason);
  }

  @Test
  @Tag("CON-48")
  void refusesAVersionThatTheJvmLacks() throws Exception {
    List<String> early8 = List.of("SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2");
    assertThatThrownBy(() -> TlsVersions.between("1.3", "", early8))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining("does not support TLSv1.3");
    assertThatThrownBy(() -> TlsVersions.between("", "1.3", early8))
        .isInstanceOf(TlsException.class);
    assertThat(TlsVersions.between("", "", early8)).containsExactly("TLSv1.2");
  }

  @Test
  @Tag("CON-49")
  void offersOnlyTheSuitesListedThatTheJvmKnows() throws Exception {
    String known = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
    TlsContexts tls = TlsContexts.of(suites("TLS_MADE_UP", known));
    try (SSLSocket socket = (SSLSocket) tls.socketFactory().createSocket()) {
      assertThat(socket.getEnabledCipherSuites()).containsExactly(known);
    }
    assertThatThrownBy(() -> TlsContexts.of(suites("TLS_MADE_UP", "ECDHE-RSA-AES128")))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining("none of the cipher suites");
  }

  private static TlsSettings suites(String... names) {
    return TlsSettings.builder().cipherSuites(List.of(names)).build();
  }

  @Test
  @Tag("CON-42")
  @Tag("CON-43")
  @Tag("CON-44")
  void trustsTheGivenTheSystemsOrBoth() throws Exception {
    int system = trusted(TlsSettings.defaults()).length;
    assertThat(system).isPositive();
    assertThat(trusted(TlsSettings.builder().versions("1.2", "").build())).hasSize(system);

    String both = Files.readString(one.certificate()) + Files.readString(other.certificate());
    TlsSettings.Builder two =
        TlsSettings.builder().trustedCertificates(PemSource.text("ca_pem_contents", both));
    assertThat(trusted(two.build())).hasSize(2);
    assertThat(trusted(two.includeSystemCertificates(true).build())).hasSize(system + 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PKCS12", "JKS"})
  void trustsATrustStoreOfEitherType(String type) throws Exception {
    Path store = one.trustStore(type);
    assertThat(trusted(trustStore(store, TestIdentity.STORE_PASSWORD))).hasSize(1);
    assertThatThrownBy(() -> TlsContexts.of(trustStore(store, "canary")))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining("otel.opamp.truststore")
        .hasMessageContaining("the password is wrong")
        .hasMessageNotContaining("canary");
    assertThatThrownBy(
            () -> TlsContexts.of(trustStore(one.keyStore(type), TestIdentity.STORE_PASSWORD)))
        .hasMessageContaining("no trusted certificate");
    assertThatThrownBy(() -> TlsContexts.of(trustStore(one.certificate(), null)))
        .hasMessageContaining("neither PKCS12 nor JKS");
    assertThatThrownBy(() -> TlsContexts.of(trustStore(dir.resolve("gone"), null)))
        .hasMessageContaining("does not exist");
  }

  private static TlsSettings trustStore(Path file, String password) {
    SecretSource opening =
        password == null ? null : SecretSource.text("otel.opamp.truststore.password", password);
    return TlsSettings.builder()
        .trustStore(new KeyStoreFile("otel.opamp.truststore", file, opening))
        .build();
  }

  private static X509Certificate[] trusted(TlsSettings settings) throws Exception {
    return TlsContexts.of(settings).trustManager().getAcceptedIssuers();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PKCS12", "JKS"})
  void presentsTheKeyOfAKeyStoreWhoseTypeIsSeenInIt(String type) throws Exception {
    Path store = one.keyStore(type);
    TlsContexts.of(keyStore(store, TestIdentity.STORE_PASSWORD).build());
    assertThatThrownBy(() -> TlsContexts.of(keyStore(store, "canary").build()))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining("otel.opamp.client.keystore")
        .hasMessageNotContaining("canary");
    assertThatThrownBy(
            () ->
                TlsContexts.of(keyStore(one.trustStore(type), TestIdentity.STORE_PASSWORD).build()))
        .hasMessageContaining("no private key");
    assertThatThrownBy(
            () ->
                TlsContexts.of(
                    keyStore(store, TestIdentity.STORE_PASSWORD)
                        .client(
                            PemSource.file("c", one.certificate()),
                            PemSource.file("k", one.pkcs8()))
                        .build()))
        .hasMessageContaining("exclude each other");
  }

  private static TlsSettings.Builder keyStore(Path file, String password) {
    SecretSource opening = SecretSource.text("otel.opamp.client.keystore.password", password);
    return TlsSettings.builder()
        .clientKeyStore(new KeyStoreFile("otel.opamp.client.keystore", file, opening));
  }

  @Test
  @Tag("CON-26")
  void theIssuerOfTheClientCertificateIsNotTrustedForServers() throws Exception {
    TlsSettings settings =
        TlsSettings.builder()
            .client(PemSource.file("c", one.certificate()), PemSource.file("k", one.pkcs8()))
            .clientIssuer(PemSource.file("ca_cert", other.certificate()))
            .build();
    X509Certificate impostor =
        X509Certificates.read(PemFile.read(PemSource.file("", other.certificate()))).get(0);
    assertThatThrownBy(
            () ->
                TlsContexts.of(settings)
                    .trustManager()
                    .checkServerTrusted(new X509Certificate[] {impostor}, "ECDHE_ECDSA"))
        .isInstanceOf(CertificateException.class);
  }

  @Test
  @Tag("CON-45")
  void verifiesNothingOnlyWhenAskedTo() throws Exception {
    TlsContexts open = TlsContexts.of(TlsSettings.builder().insecureSkipVerify(true).build());
    assertThat(open.parameters().verifiesHostName()).isFalse();
    assertThat(TlsContexts.of(TlsSettings.defaults()).parameters().verifiesHostName()).isTrue();
    try (SSLSocket socket = (SSLSocket) open.socketFactory().createSocket()) {
      assertThat(socket.getSSLParameters().getEndpointIdentificationAlgorithm()).isNull();
    }
  }

  @Test
  void leavesTheDefaultContextOfTheJvmAlone() throws Exception {
    SSLContext before = SSLContext.getDefault();
    TlsContexts.of(TlsSettings.builder().insecureSkipVerify(true).build());
    assertThat(SSLContext.getDefault()).isSameAs(before);
  }

  @Test
  void knowsWithoutReadingWhetherAFileHasChanged() throws Exception {
    Path ca = Files.copy(one.certificate(), dir.resolve("changing.pem"));
    TlsSettings settings =
        TlsSettings.builder().trustedCertificates(PemSource.file("ca", ca)).build();
    TlsContexts before = TlsContexts.of(settings);
    assertThat(before.isCurrent()).isTrue();

    Files.writeString(ca, "#\n" + Files.readString(other.certificate()));
    assertThat(before.isCurrent()).isFalse();
    assertThat(TlsContexts.of(settings).isCurrent()).isTrue();
    Files.delete(ca);
    assertThat(before.isCurrent()).isFalse();
  }

  @Test
  void noticesThatALinkLeadsElsewhereAsKubernetesDoesIt() throws Exception {
    Path link = dir.resolve("link.pem");
    Files.createSymbolicLink(link, one.certificate());
    TlsContexts before =
        TlsContexts.of(
            TlsSettings.builder().trustedCertificates(PemSource.file("ca", link)).build());
    Files.delete(link);
    Files.createSymbolicLink(link, other.certificate());
    assertThat(before.isCurrent()).isFalse();
  }
}
