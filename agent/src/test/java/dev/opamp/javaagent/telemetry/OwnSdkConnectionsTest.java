package dev.opamp.javaagent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.ExporterConnection;
import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.config.SdkDocument;
import dev.opamp.javaagent.net.PemSource;
import dev.opamp.javaagent.net.ProxySettings;
import dev.opamp.javaagent.net.RelayingProxy;
import dev.opamp.javaagent.net.TestIdentity;
import dev.opamp.javaagent.net.TlsSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a document cannot say of the connections of its exporters. */
@Timeout(60)
class OwnSdkConnectionsTest {

  private static final List<String> PARTS =
      List.of(
          "tracer_provider.processors[0]",
          "meter_provider.readers[0]",
          "logger_provider.processors[0]");

  @TempDir Path dir;
  private TestIdentity server;
  private TestIdentity client;
  private OwnSdkFixture sdk;
  private FakeOtlpReceiver receiver;

  @BeforeEach
  void start() throws Exception {
    server = TestIdentity.create(dir, "server", "EC", "ip:127.0.0.1");
    client = TestIdentity.create(dir, "client", "EC", "ip:127.0.0.1");
    receiver = FakeOtlpReceiver.withClientCertificates(server.context(client));
    sdk = new OwnSdkFixture();
  }

  @AfterEach
  void stop() {
    sdk.close();
    receiver.close();
  }

  private ExporterConnection connection() throws Exception {
    TlsSettings tls =
        TlsSettings.builder()
            .trustedCertificates(PemSource.file("tls.ca_pem_contents", server.certificate()))
            .client(
                PemSource.text("certificate.cert", Files.readString(client.certificate())),
                PemSource.text("certificate.private_key", Files.readString(client.pkcs8())))
            .build();
    return new ExporterConnection(tls, null, "");
  }

  private SdkDocument document(ExporterConnection connection) {
    Map<String, ExporterConnection> connections = new HashMap<>();
    PARTS.forEach(part -> connections.put(part, connection));
    String yaml =
        OwnSdkFixture.traces("{always_on: }", receiver)
            + OwnSdkFixture.metrics(receiver)
            + OwnSdkFixture.logs(receiver);
    return SdkDocument.of(Yaml.document(yaml), connections);
  }

  private void apply(SdkDocument document) throws ConfigRejectedException {
    PreparedChange change = sdk.target.prepare(document);
    change.commit();
    change.retireReplaced();
  }

  @Test
  @Tag("CON-50")
  void exportersOfEverySignalUseTheCertificatesOfTheirConnections() throws Exception {
    apply(document(connection()));
    sdk.spans(sdk.tracer(), "span", 1);
    sdk.openTelemetry.getMeter("m").counterBuilder("counter").build().add(1);
    sdk.openTelemetry.getLogsBridge().get("l").logRecordBuilder().setBody("record").emit();

    assertThat(sdk.flush()).isTrue();
    assertThat(receiver.spanNames()).containsExactly("span");
    assertThat(receiver.metricNames()).contains("counter");
    assertThat(receiver.logRecords()).hasSize(1);
  }

  @Test
  @Tag("CON-67")
  void exportersUseTheProxiesOfTheirConnections() throws Exception {
    try (RelayingProxy proxy = new RelayingProxy()) {
      ProxySettings settings = new ProxySettings(proxy.url(""), Map.of("X-Proxy", "opened"));
      apply(document(new ExporterConnection(connection().tls(), settings, "")));
      sdk.spans(sdk.tracer(), "span", 1);

      assertThat(sdk.flush()).isTrue();
      assertThat(receiver.spanNames()).containsExactly("span");
      assertThat(proxy.heads()).isNotEmpty().allMatch(head -> head.contains("X-Proxy: opened"));
    }
  }

  @Test
  void partIsBuiltAnewExactlyWhenItsConnectionIsAnotherOne() throws Exception {
    apply(document(connection()));
    List<Part<?>> before = sdk.target.parts();
    apply(document(connection()));
    assertThat(sdk.target.parts()).isEqualTo(before);

    SdkDocument next = document(new ExporterConnection(connection().tls(), null, "changed"));
    apply(next);
    assertThat(sdk.target.parts()).doesNotContainSequence(before);
    assertThat(sdk.target.inForce()).isEqualTo(next);
  }

  @Test
  void spansOfTheReplacedPartAreDelivered() throws Exception {
    apply(document(connection()));
    sdk.spans(sdk.tracer(), "before", 5);
    apply(document(new ExporterConnection(connection().tls(), null, "changed")));
    sdk.spans(sdk.tracer(), "after", 5);
    assertThat(sdk.target.close(OwnSdkFixture.FLUSH_MILLIS)).isTrue();
    assertThat(receiver.spanNames()).hasSize(10);
  }

  @Test
  void unusableCertificateIsRefusedWithThePathOfItsPart() {
    TlsSettings broken =
        TlsSettings.builder()
            .trustedCertificates(PemSource.text("tls.ca_pem_contents", "nothing"))
            .build();
    assertThatThrownBy(() -> sdk.target.prepare(document(new ExporterConnection(broken, null, ""))))
        .isInstanceOf(ConfigRejectedException.class)
        .hasMessageContaining("tracer_provider.processors[0]")
        .hasMessageContaining("tls.ca_pem_contents");
    assertThat(sdk.target.parts()).isEmpty();
  }
}
