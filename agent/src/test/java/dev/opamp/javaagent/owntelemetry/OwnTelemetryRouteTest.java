package dev.opamp.javaagent.owntelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.concurrent.AgentThreads;
import dev.opamp.javaagent.net.PemSource;
import dev.opamp.javaagent.net.ProxySettings;
import dev.opamp.javaagent.net.RelayingProxy;
import dev.opamp.javaagent.net.TestIdentity;
import dev.opamp.javaagent.net.TlsSettings;
import dev.opamp.javaagent.opamp.OwnTelemetryOffer;
import dev.opamp.javaagent.opamp.TelemetryDestination;
import dev.opamp.javaagent.telemetry.sender.ScriptedReceiver;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Destinations with TLS, a client certificate and a proxy, as a server offers them. */
@Timeout(60)
class OwnTelemetryRouteTest {

  private static final Duration FAST = Duration.ofMillis(100);

  @TempDir static Path dir;
  private static TestIdentity server;
  private static TestIdentity client;

  private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();
  private boolean insecureAllowed;
  private ScriptedReceiver receiver;
  private OwnTelemetry telemetry;

  @BeforeAll
  static void makeIdentities() throws Exception {
    server = TestIdentity.create(dir, "server", "RSA", "ip:127.0.0.1");
    client = TestIdentity.create(dir, "client", "RSA", "dns:client");
  }

  @BeforeEach
  void start() throws Exception {
    receiver = ScriptedReceiver.secure(server.context(client));
    DestinationPolicy policy =
        new DestinationPolicy() {
          @Override
          public String refusal(URI endpoint) {
            return null;
          }

          @Override
          public boolean allowsInsecureTls() {
            return insecureAllowed;
          }
        };
    telemetry =
        new OwnTelemetry(
            new OwnTelemetryOptions(FAST, FAST, Duration.ofSeconds(2), policy),
            Map.of("service.name", "s"),
            new AgentThreads("own-telemetry"),
            (signal, error) -> {
              if (error != null) {
                failures.add(error);
              }
            });
  }

  @AfterEach
  void stop() {
    telemetry.close();
    receiver.close();
  }

  private static PemSource text(String name, Path pem) throws Exception {
    return PemSource.text(name, Files.readString(pem));
  }

  private static TlsSettings.Builder trusting() throws Exception {
    return TlsSettings.builder()
        .trustedCertificates(text("tls.ca_pem_contents", server.certificate()));
  }

  private List<String> metricsTo(TlsSettings tls, ProxySettings proxy) {
    return telemetry.apply(
        new OwnTelemetryOffer(
            new TelemetryDestination(
                receiver.url("/own?x=1").toString(), Map.of("X-Key", "k"), tls, proxy),
            null,
            null));
  }

  @Test
  @Tag("OWN-13")
  @Tag("OWN-14")
  @Tag("CON-50")
  void theOfferedCertificateIsShownToAReceiverOfTheOfferedAuthority() throws Exception {
    TlsSettings tls =
        trusting()
            .client(
                text("certificate.cert", client.certificate()),
                text("certificate.private_key", client.pkcs8()))
            .build();

    assertThat(metricsTo(tls, null)).isEmpty();

    ScriptedReceiver.Received request = receiver.next();
    assertThat(request.client()).isEqualTo("CN=client");
    assertThat(request.target()).isEqualTo("/own?x=1");
    assertThat(request.header("X-key")).isEqualTo("k");

    assertThat(metricsTo(trusting().build(), null)).isEmpty();
    ScriptedReceiver.Received last = receiver.next();
    while (last.client() != null) {
      last = receiver.next();
    }
    assertThat(last.target()).isEqualTo("/own?x=1");
  }

  @Test
  @Tag("CON-50")
  @Tag("CON-84")
  void anUnknownAuthorityIsAppliedAndFailsInHealth() throws Exception {
    assertThat(metricsTo(TlsSettings.defaults(), null)).isEmpty();

    assertThat(failures.poll(20, TimeUnit.SECONDS)).contains("export failed");
    assertThat(receiver.received).isEmpty();
  }

  @Test
  @Tag("CON-50")
  void skippingVerificationNeedsALocalPower() throws Exception {
    TlsSettings insecure = TlsSettings.builder().insecureSkipVerify(true).build();

    assertThat(metricsTo(insecure, null))
        .containsExactly(
            "own_metrics: tls.insecure_skip_verify is refused unless otel.opamp.allow has"
                + " insecure-tls");
    assertThat(telemetry.destinations().metrics()).isNull();

    insecureAllowed = true;
    assertThat(metricsTo(insecure, null)).isEmpty();
    assertThat(receiver.next().target()).isEqualTo("/own?x=1");
  }

  @Test
  @Tag("OWN-14")
  void whatCannotBeReadIsRefusedWithItsName() throws Exception {
    assertThat(metricsTo(trusting().build(), null)).isEmpty();
    TelemetryDestination before = telemetry.destinations().metrics();
    TlsSettings damaged =
        TlsSettings.builder()
            .trustedCertificates(PemSource.text("tls.ca_pem_contents", "nonsense"))
            .build();

    assertThat(metricsTo(damaged, null))
        .containsExactly("own_metrics: tls.ca_pem_contents: no PEM certificate found");
    assertThat(telemetry.destinations().metrics()).isEqualTo(before);
  }

  @Test
  @Tag("OWN-14")
  @Tag("CON-67")
  void theOfferedProxyIsGoneThrough() throws Exception {
    try (RelayingProxy through = new RelayingProxy()) {
      ProxySettings proxy =
          new ProxySettings(through.url("user:password"), Map.of("X-Tenant", "seven"));

      assertThat(metricsTo(trusting().build(), proxy)).isEmpty();

      ScriptedReceiver.Received request = receiver.next();
      assertThat(through.heads().get(0))
          .startsWith("CONNECT 127.0.0.1:")
          .contains("X-Tenant: seven");
      assertThat(request.headers()).doesNotContainKeys("X-tenant", "Proxy-authorization");
      assertThat(through.passed()).doesNotContain("X-Key");
    }
  }

  @Test
  void aProxyThatCannotBeUsedIsRefusedWithoutItsPassword() {
    ProxySettings ftp = new ProxySettings(URI.create("ftp://user:password@h:21"), Map.of());

    assertThat(metricsTo(TlsSettings.defaults(), ftp))
        .singleElement()
        .asString()
        .startsWith("own_metrics: proxy: ")
        .doesNotContain("user:password@h");
  }
}
