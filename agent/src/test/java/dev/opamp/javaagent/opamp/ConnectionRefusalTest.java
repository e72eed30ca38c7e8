package dev.opamp.javaagent.opamp;

import static dev.opamp.javaagent.opamp.ConnectionMoveTest.moveTo;
import static dev.opamp.javaagent.opamp.ConnectionMoveTest.opamp;
import static dev.opamp.javaagent.opamp.ConnectionMoveTest.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.net.SigningKey;
import dev.opamp.javaagent.net.X509Certificates;
import dev.opamp.javaagent.opamp.proto.Header;
import dev.opamp.javaagent.opamp.proto.Headers;
import dev.opamp.javaagent.opamp.proto.OpAMPConnectionSettings;
import dev.opamp.javaagent.opamp.proto.ProxyConnectionSettings;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.opamp.proto.TLSCertificate;
import dev.opamp.javaagent.opamp.proto.TLSConnectionSettings;
import dev.opamp.javaagent.settings.ConnectionOfferSettings;
import dev.opamp.javaagent.settings.ConnectionSettings;
import dev.opamp.javaagent.settings.HostPatterns;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Offers that are refused before the connection is touched, and the certificates that are not. */
class ConnectionRefusalTest {

  @TempDir static Path directory;
  private static SigningKey key;
  private static String certificate;
  private static String expired;

  private final SessionFixture fixture = new SessionFixture(false);

  @BeforeAll
  static void makeCertificates() throws Exception {
    TestAuthority authority = new TestAuthority(directory);
    key = SigningKey.generate();
    certificate = authority.sign(key.certificateRequest("agent"), "-validity", "90");
    expired =
        authority.sign(key.certificateRequest("agent"), "-startdate", "-10d", "-validity", "5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://b.example/",
        "not a url",
        "ws:///nohost",
        "ws://b.example:0/",
        "ws://b_c.example/",
        "ws://user:s3cret@b.example:99999/"
      })
  @Tag("CON-16")
  @Tag("CON-18")
  @Tag("RB-28")
  void anEndpointThatCannotBeUsed(String endpoint) {
    assertThat(refusal(moveTo("h", endpoint)))
        .startsWith("FAILED h opamp: destination_endpoint ")
        .doesNotContain("s3cret");
  }

  @Test
  @Tag("CON-18")
  @Tag("SEC-11")
  void givingUpTlsTakesALocalPower() {
    fixture.settings = ConnectionSettings.builder(URI.create("wss://localhost/x")).build();

    assertThat(refusal(moveTo("h", "ws://localhost/x"))).contains("otel.opamp.allow=insecure-tls");
  }

  @Test
  @Tag("CON-18")
  void withThePowerTlsMayBeGivenUp() {
    fixture.settings = ConnectionSettings.builder(URI.create("wss://localhost/x")).build();
    fixture.allowed = new ConnectionOfferSettings(true, null, true, false);

    assertThat(endOf(moveTo("h", "ws://localhost/x"))).isEqualTo("APPLYING h ");
  }

  @Test
  @Tag("CON-45")
  @Tag("SEC-11")
  void verificationIsNotGivenUp() {
    OpAMPConnectionSettings.Builder offer =
        OpAMPConnectionSettings.newBuilder()
            .setTls(TLSConnectionSettings.newBuilder().setInsecureSkipVerify(true));

    assertThat(refusal(opamp("h", offer))).contains("insecure_skip_verify");
  }

  @Test
  @Tag("CON-34")
  void aHostThatIsNotOnTheListButAlwaysTheLocalOne() {
    fixture.allowed =
        new ConnectionOfferSettings(
            true, HostPatterns.exactly(List.of("good.example")), false, false);

    assertThat(refusal(moveTo("h", "ws://bad.example/"))).contains("otel.opamp.connection.hosts");
    assertThat(endOf(moveTo("h2", "ws://localhost/elsewhere"))).isEqualTo("APPLYING h2 ");
  }

  @Test
  @Tag("CON-20")
  @Tag("RB-28")
  void headersThatHttpDoesNotAllow() {
    assertThat(refusal(ConnectionMoveTest.headers("h", "x", "s3cret\r\ninjected: 1")))
        .contains("the value of x")
        .doesNotContain("s3cret");
    assertThat(refusal(ConnectionMoveTest.headers("h2", "bad name", "v"))).contains("bad name");
  }

  @Test
  @Tag("RB-28")
  void hundredsOfHeaders() {
    Headers.Builder headers = Headers.newBuilder();
    for (int i = 0; i < 101; i++) {
      headers.addHeaders(Header.newBuilder().setKey("x" + i).setValue("v"));
    }

    assertThat(refusal(opamp("h", OpAMPConnectionSettings.newBuilder().setHeaders(headers))))
        .contains("too many");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ftp://p:1", "http://", "http://u:s3cret@p:99999"})
  @Tag("CON-60")
  void aProxyThatCannotBeUsed(String url) {
    OpAMPConnectionSettings.Builder offer =
        OpAMPConnectionSettings.newBuilder()
            .setProxy(ProxyConnectionSettings.newBuilder().setUrl(url));

    assertThat(refusal(opamp("h", offer))).contains("proxy.url").doesNotContain("s3cret");
  }

  @Test
  @Tag("CON-25")
  void certificatesThatCannotBeUsed() throws Exception {
    String otherKey = SigningKey.generate().privatePem();

    assertThat(refusal(certified("a", expired, key.privatePem()))).contains("expired");
    assertThat(refusal(certified("b", certificate, otherKey))).contains("does not belong");
    assertThat(refusal(certified("c", "garbage", key.privatePem()))).contains("no PEM certificate");
    assertThat(refusal(certified("d", "", key.privatePem()))).contains("certificate.cert is miss");
    assertThat(refusal(certified("e", certificate, ""))).contains("no certificate was requested");
    assertThat(
            refusal(
                certified(
                    "f", certificate, key.privatePem().replace("PRIVATE", "ENCRYPTED PRIVATE"))))
        .contains("certificate.private_key");
  }

  @Test
  @Tag("CON-14")
  void aCertificateWithoutDurableStorage() {
    fixture.store.durable = false;

    assertThat(refusal(certified("h", certificate, key.privatePem()))).contains("durable storage");
  }

  @Test
  @Tag("CON-14")
  void aFullDiskAtTheStartLosesNoCertificate() throws Exception {
    fixture.ready().reply(certified("h", certificate, key.privatePem()));
    fixture.closed(CloseCause.Kind.LOCAL, 1000).connected().reply(SessionFixture.ACK).settle();
    fixture.store.durable = false;

    SessionFixture next = fixture.restarted().start();

    assertThat(next.connections.get(next.connections.size() - 1).tls().clientCertificate())
        .isNotNull();
  }

  @Test
  @Tag("CON-22")
  @Tag("CON-23")
  void aCertificateIsPresentedUntilAnOfferComesWithout() throws Exception {
    fixture.ready().reply(certified("h1", certificate, key.privatePem()));
    fixture.closed(CloseCause.Kind.LOCAL, 1000).connected();
    X509Certificates.check(
        fixture.connections.get(1).tls().clientCertificate(),
        fixture.connections.get(1).tls().clientKey());
    fixture.reply(SessionFixture.ACK).reply(ConnectionMoveTest.heartbeat("h2", 9)).settle();
    assertThat(fixture.connections).hasSize(2);

    fixture.reply(ConnectionMoveTest.headers("h3", "x", "1")).closed(CloseCause.Kind.LOCAL, 1000);

    assertThat(fixture.connections.get(2).tls().clientCertificate()).isNull();
    fixture.connected().reply(SessionFixture.ACK);
    assertThat(new String(fixture.store.load(ConnectionSettingsStore.Entry.ACCEPTED)))
        .doesNotContain("PRIVATE KEY");
  }

  @Test
  @Tag("CON-26")
  @Tag("SEC-12")
  void theSignerOfTheCertificateIsNotTrustedForServers() {
    TLSCertificate.Builder offered = tlsCertificate(certificate, key.privatePem());
    offered.setCaCert(ByteString.copyFromUtf8(certificate));

    fixture.ready().reply(opamp("h", OpAMPConnectionSettings.newBuilder().setCertificate(offered)));
    fixture.closed(CloseCause.Kind.LOCAL, 1000);

    assertThat(fixture.connections.get(1).tls().trustedCertificates()).isNull();
    assertThat(fixture.connections.get(1).tls().clientCertificate().text()).isEqualTo(certificate);
    assertThat(fixture.connections.get(1).tls().clientIssuer().text()).isEqualTo(certificate);
  }

  @Test
  @Tag("CON-01")
  @Tag("CON-85")
  @Tag("HB-12")
  void switchedOffLocallyOnlyTheIntervalCounts() {
    fixture.allowed = new ConnectionOfferSettings(false, null, false, false);
    OpAMPConnectionSettings.Builder offer =
        OpAMPConnectionSettings.newBuilder()
            .setDestinationEndpoint("ws://b.example/")
            .setHeartbeatIntervalSeconds(2);

    assertThat(refusal(opamp("h", offer))).contains("not supported");
    assertThat(fixture.advance(java.time.Duration.ofSeconds(6)).take()).hasSize(3);
  }

  /** What the server hears at once; the connection is as it was. */
  private String refusal(ServerToAgent offer) {
    int before = fixture.connections.size();
    String status = endOf(offer);
    assertThat(fixture.connections).hasSize(Math.max(1, before));
    assertThat(fixture.transport.farewells).isEmpty();
    assertThat(fixture.store.values).doesNotContainKey(ConnectionSettingsStore.Entry.CANDIDATE);
    return status;
  }

  private String endOf(ServerToAgent offer) {
    if (fixture.connections.isEmpty()) {
      fixture.ready();
    }
    return status(fixture.reply(offer).advance(java.time.Duration.ofSeconds(2)).takeOne());
  }

  private static ServerToAgent certified(String hash, String cert, String privateKey) {
    return opamp(
        hash,
        OpAMPConnectionSettings.newBuilder().setCertificate(tlsCertificate(cert, privateKey)));
  }

  private static TLSCertificate.Builder tlsCertificate(String cert, String privateKey) {
    return TLSCertificate.newBuilder()
        .setCert(ByteString.copyFromUtf8(cert))
        .setPrivateKey(ByteString.copyFromUtf8(privateKey));
  }
}
