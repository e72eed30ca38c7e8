package dev.opamp.javaagent.testing.suites;

import static dev.opamp.javaagent.testing.suites.TestBed.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.ComponentHealth;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsOffers;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsStatus;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsStatuses;
import dev.opamp.javaagent.opamp.proto.Header;
import dev.opamp.javaagent.opamp.proto.Headers;
import dev.opamp.javaagent.opamp.proto.ProxyConnectionSettings;
import dev.opamp.javaagent.opamp.proto.TLSCertificate;
import dev.opamp.javaagent.opamp.proto.TLSConnectionSettings;
import dev.opamp.javaagent.opamp.proto.TelemetryConnectionSettings;
import dev.opamp.javaagent.testing.server.Entries;
import dev.opamp.javaagent.testing.server.tls.SelfSignedCertificate;
import dev.opamp.javaagent.testing.sink.OtlpSink;
import dev.opamp.javaagent.testing.sink.ReceivedExport;
import dev.opamp.javaagent.testing.sink.Signal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the agent's own telemetry reaches a destination that is not simply there. */
class OwnTelemetryRouteIT {

  @TempDir Path dir;
  private TestBed bed;

  @BeforeEach
  void start() throws Exception {
    bed = new TestBed();
  }

  @AfterEach
  void stop() {
    bed.close();
  }

  @Test
  @Tag("OWN-13")
  @Tag("OWN-14")
  @Tag("OWN-22")
  @Tag("CON-50")
  @Tag("CON-67")
  @Tag("CON-83")
  void offeredCertificateAuthorityAndProxyAreUsedAndKept() throws Exception {
    SelfSignedCertificate receiver = SelfSignedCertificate.forLoopback();
    SelfSignedCertificate client = SelfSignedCertificate.forNames(List.of("client"), false);
    ClientGate gate = new ClientGate().admit(client);
    Path state = Files.createDirectory(dir.resolve("state"));
    try (OtlpSink secure = OtlpSink.startWithClientCertificates(gate.context(receiver));
        RelayingProxy proxy = new RelayingProxy()) {
      try (HostProcess service = service("routed", state)) {
        UUID uid = bed.awaitAgent("routed").uid();
        assertApplied(
            offer(
                uid,
                to(secure)
                    .setCertificate(pem(client))
                    .setTls(
                        TLSConnectionSettings.newBuilder()
                            .setCaPemContents(receiver.certificatePem()))
                    .setProxy(
                        ProxyConnectionSettings.newBuilder()
                            .setUrl(proxy.authority())
                            .setConnectHeaders(header("X-Tenant", "seven")))));
        awaitMetrics(secure, 1);
        assertThat(gate.visits(client)).isPositive();
        assertThat(secure.store().exports(Signal.METRICS).get(0).client()).isEqualTo("CN=client");
        assertThat(proxy.heads().get(0))
            .startsWith("CONNECT 127.0.0.1:" + secure.httpPort())
            .contains("X-Tenant: seven");

        ConnectionSettingsStatus bad =
            offer(
                uid, to(secure).setCertificate(TLSCertificate.newBuilder(pem(client)).clearCert()));
        assertThat(bad.getStatus())
            .isEqualTo(ConnectionSettingsStatuses.ConnectionSettingsStatuses_FAILED);
        assertThat(bad.getErrorMessage()).startsWith("own_metrics: certificate");

        // What is left out of TLS and proxy stays.
        int tunnels = proxy.heads().size();
        assertApplied(
            offer(uid, to(secure).setHeaders(header("X-Own", "2")).setCertificate(pem(client))));
        secure
            .store()
            .await(
                "metrics with the new header",
                s ->
                    s.exports(Signal.METRICS).stream()
                        .anyMatch(export -> "2".equals(export.headers().get("x-own"))),
                PATIENCE);
        assertThat(proxy.heads()).hasSizeGreaterThan(tunnels);
        service.terminate();
        service.awaitExit(Duration.ofSeconds(20));
        assertThat(service.stderr()).doesNotContain("PRIVATE KEY");
      }
      bed.server.stop();
      secure.store().clear();
      int tunnels = proxy.heads().size();
      try (HostProcess service = service("routed", state)) {
        awaitMetrics(secure, 1);
        assertThat(proxy.heads()).hasSizeGreaterThan(tunnels);
      }
    }
  }

  @Test
  @Tag("OWN-18")
  void aReceiverIsLeftAloneForAsLongAsItAsksAndThenGetsTheSameAgain() throws Exception {
    try (OtlpSink own = OtlpSink.start();
        HostProcess service = service("patient", Files.createDirectory(dir.resolve("state")))) {
      UUID uid = bed.awaitAgent("patient").uid();
      own.answerNextHttpWith(503, Map.of("Retry-After", "4"));
      assertApplied(offer(uid, to(own)));
      awaitMetrics(own, 1);
      ReceivedExport refused = own.store().refused().get(0);
      ReceivedExport repeated = own.store().exports(Signal.METRICS).get(0);
      assertThat(repeated.message()).isEqualTo(refused.message());
      assertThat(Duration.between(refused.at(), repeated.at()))
          .isGreaterThan(Duration.ofMillis(3_900));

      own.answerNextHttpWith(400, Map.of());
      awaitMetrics(own, 2);
      ReceivedExport rejected = own.store().refused().get(1);
      assertThat(own.store().exports(Signal.METRICS))
          .noneMatch(export -> export.message().equals(rejected.message()));
    }
  }

  @Test
  @Tag("CON-84")
  void aDestinationThatIsDownIsAppliedAndShowsInHealth() throws Exception {
    int closed;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = free.getLocalPort();
    }
    try (HostProcess service = service("lonely", Files.createDirectory(dir.resolve("state")))) {
      UUID uid = bed.awaitAgent("lonely").uid();
      assertApplied(
          offer(
              uid,
              TelemetryConnectionSettings.newBuilder()
                  .setDestinationEndpoint("http://127.0.0.1:" + closed + "/own/metrics")));

      bed.server.awaitAgent(
          agent -> agent.uid().equals(uid) && !exporterIsHealthy(agent.state()),
          Duration.ofSeconds(60));
      assertThat(service.isAlive()).isTrue();
    }
  }

  private static boolean exporterIsHealthy(dev.opamp.javaagent.opamp.proto.AgentToServer state) {
    ComponentHealth own = Entries.below(state.getHealth()).get("own_telemetry");
    return own == null
        || Entries.below(own).values().stream().allMatch(child -> child.getHealthy());
  }

  private HostProcess service(String name, Path state) throws Exception {
    return bed.host("ws", name)
        .env("OTEL_OPAMP_STATE_DIR", state.toString())
        .start("-cp", HostProcess.sampleApps(), TestBed.SERVICE);
  }

  private static TelemetryConnectionSettings.Builder to(OtlpSink sink) {
    return TelemetryConnectionSettings.newBuilder()
        .setDestinationEndpoint(sink.httpEndpoint() + "/own/metrics?exact=yes");
  }

  private static Headers header(String name, String value) {
    return Headers.newBuilder()
        .addHeaders(Header.newBuilder().setKey(name).setValue(value))
        .build();
  }

  private static TLSCertificate pem(SelfSignedCertificate client) {
    return TLSCertificate.newBuilder()
        .setCert(ByteString.copyFromUtf8(client.certificatePem()))
        .setPrivateKey(ByteString.copyFromUtf8(client.privateKeyPem()))
        .build();
  }

  private static void awaitMetrics(OtlpSink sink, int exports) throws Exception {
    sink.store()
        .await(
            exports + " exports of metrics",
            s -> s.exports(Signal.METRICS).size() >= exports,
            Duration.ofSeconds(60));
  }

  private ConnectionSettingsStatus offer(UUID uid, TelemetryConnectionSettings.Builder metrics)
      throws Exception {
    ByteString hash =
        bed.server.offerConnectionSettings(
            uid, ConnectionSettingsOffers.newBuilder().setOwnMetrics(metrics).build());
    return bed.server
        .awaitMessage(
            uid, message -> isEnd(message.message().getConnectionSettingsStatus(), hash), PATIENCE)
        .message()
        .getConnectionSettingsStatus();
  }

  private static boolean isEnd(ConnectionSettingsStatus status, ByteString hash) {
    return status.getLastConnectionSettingsHash().equals(hash)
        && (status.getStatus() == ConnectionSettingsStatuses.ConnectionSettingsStatuses_APPLIED
            || status.getStatus() == ConnectionSettingsStatuses.ConnectionSettingsStatuses_FAILED);
  }

  private static void assertApplied(ConnectionSettingsStatus status) {
    assertThat(status.getErrorMessage()).isEmpty();
    assertThat(status.getStatus())
        .isEqualTo(ConnectionSettingsStatuses.ConnectionSettingsStatuses_APPLIED);
  }
}
