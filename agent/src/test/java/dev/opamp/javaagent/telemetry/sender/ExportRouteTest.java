package dev.opamp.javaagent.telemetry.sender;

import static dev.opamp.javaagent.telemetry.sender.SenderScenario.export;
import static dev.opamp.javaagent.telemetry.sender.SenderScenario.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opamp.javaagent.net.PemSource;
import dev.opamp.javaagent.net.ProxySettings;
import dev.opamp.javaagent.net.RelayingProxy;
import dev.opamp.javaagent.net.TestIdentity;
import dev.opamp.javaagent.net.TlsContexts;
import dev.opamp.javaagent.net.TlsSettings;
import io.opentelemetry.sdk.common.export.HttpSender;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExportRouteTest {

  @TempDir static Path dir;
  private static TestIdentity server;
  private static TestIdentity elsewhere;
  private static TestIdentity client;

  private ScriptedReceiver receiver;
  private HttpSender sender;

  @BeforeAll
  static void makeIdentities() throws Exception {
    server = TestIdentity.create(dir, "server", "RSA", "ip:127.0.0.1");
    elsewhere = TestIdentity.create(dir, "elsewhere", "RSA", "dns:elsewhere.example");
    client = TestIdentity.create(dir, "client", "EC", "dns:client");
  }

  @AfterEach
  void close() {
    if (sender != null) {
      sender.shutdown();
    }
    receiver.close();
  }

  private static TlsSettings.Builder trusting(TestIdentity identity) throws Exception {
    return TlsSettings.builder()
        .trustedCertificates(PemSource.file("ca_file", identity.certificate()));
  }

  private int statusBy(TlsSettings tls, ProxySettings proxy) throws Exception {
    SenderScenario scenario = new SenderScenario(receiver.url("/v1/traces"));
    scenario.proxy = ExportRoute.of(tls, proxy).proxyOptions();
    sender = scenario.sender();
    return status(export(sender));
  }

  @Test
  @Tag("CON-50")
  void trustsTheAuthoritiesOfTheRouteAlone() throws Exception {
    receiver = ScriptedReceiver.secure(server.context());

    assertThat(statusBy(trusting(server).build(), null)).isEqualTo(200);
    assertThatThrownBy(() -> statusBy(trusting(client).build(), null))
        .hasRootCauseInstanceOf(java.security.GeneralSecurityException.class);
    assertThatThrownBy(() -> statusBy(TlsSettings.defaults(), null))
        .hasCauseInstanceOf(SSLException.class);
  }

  @Test
  @Tag("CON-50")
  void checksTheHostName() throws Exception {
    receiver = ScriptedReceiver.secure(elsewhere.context());

    assertThatThrownBy(() -> statusBy(trusting(elsewhere).build(), null))
        .hasCauseInstanceOf(SSLException.class)
        .hasMessageContaining("127.0.0.1");
  }

  @Test
  @Tag("OWN-13")
  void presentsTheClientsCertificate() throws Exception {
    receiver = ScriptedReceiver.secure(server.context(client));
    TlsSettings tls =
        trusting(server)
            .client(
                PemSource.file("cert_file", client.certificate()),
                PemSource.file("key_file", client.pkcs8()))
            .build();

    assertThat(statusBy(tls, null)).isEqualTo(200);
    assertThat(receiver.next().client()).isEqualTo("CN=client");
  }

  @Test
  @Tag("CON-67")
  void goesThroughTheProxyWithWhatTheProxyWants() throws Exception {
    receiver = ScriptedReceiver.secure(server.context());
    try (RelayingProxy through = new RelayingProxy()) {
      ProxySettings proxy =
          new ProxySettings(through.url("user:password"), Map.of("X-Tenant", "seven"));

      assertThat(statusBy(trusting(server).build(), proxy)).isEqualTo(200);

      assertThat(through.heads()).hasSize(1);
      assertThat(through.heads().get(0))
          .startsWith("CONNECT 127.0.0.1:" + receiver.url("").getPort() + " ")
          .contains("X-Tenant: seven\r\n")
          .contains("Proxy-Authorization: Basic dXNlcjpwYXNzd29yZA==\r\n");
      assertThat(receiver.next().headers()).doesNotContainKeys("X-tenant", "Proxy-authorization");
    }
  }

  @Test
  @Tag("CON-67")
  void tunnelsAPlainDestinationToo() throws Exception {
    receiver = ScriptedReceiver.plain();
    try (RelayingProxy through = new RelayingProxy()) {
      ProxySettings proxy = new ProxySettings(through.url(""), Map.of());

      assertThat(statusBy(TlsSettings.defaults(), proxy)).isEqualTo(200);

      assertThat(through.heads().get(0)).startsWith("CONNECT ");
      assertThat(through.passed()).startsWith("POST /v1/traces HTTP/1.1");
    }
  }

  @Test
  void usesTheContextThatAnExporterWasGiven() throws Exception {
    receiver = ScriptedReceiver.secure(server.context());
    TlsContexts tls = TlsContexts.of(trusting(server).build());
    SenderScenario scenario = new SenderScenario(receiver.url("/v1/traces"));
    scenario.context = tls.sslContext();
    scenario.trust = tls.trustManager();
    sender = scenario.sender();

    assertThat(status(export(sender))).isEqualTo(200);
  }

  @Test
  void namesWhatIsWrongWithTheFilesBeforeAnythingIsSent() throws Exception {
    receiver = ScriptedReceiver.plain();
    TlsSettings missing =
        TlsSettings.builder()
            .trustedCertificates(PemSource.file("ca_file", dir.resolve("absent.pem")))
            .build();

    assertThatThrownBy(() -> ExportRoute.of(missing, null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ca_file")
        .hasMessageContaining("does not exist");
  }

  @Test
  void refusesAProxyThatItCannotSpeakTo() throws Exception {
    receiver = ScriptedReceiver.plain();
    ProxySettings ftp = new ProxySettings(URI.create("ftp://u:secret@h:1"), Map.of());

    assertThatThrownBy(() -> ExportRoute.of(TlsSettings.defaults(), ftp))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("proxy")
        .hasMessageNotContaining("secret");
  }
}
