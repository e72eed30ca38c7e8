package dev.opamp.javaagent.testing.suites;

import static dev.opamp.javaagent.testing.suites.TestBed.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.opamp.javaagent.testing.demo.Traffic;
import dev.opamp.javaagent.testing.server.OpampServer;
import dev.opamp.javaagent.testing.server.tls.SelfSignedCertificate;
import dev.opamp.javaagent.testing.server.tls.ServerTls;
import dev.opamp.javaagent.testing.sink.OtlpSink;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Credentials are renewed under steady traffic, and every span arrives once. Exporter credentials
 * that a server offers are in {@link OtherConnectionsIT}; here are the files of an operator.
 */
class RotationIT {

  @TempDir Path dir;
  private OtlpSink sink;

  @BeforeEach
  void start() throws Exception {
    sink = OtlpSink.start();
  }

  @AfterEach
  void stop() {
    sink.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"wss", "https"})
  @Tag("CON-24")
  @Tag("CON-42")
  void caAndClientCertificateOfTheOpampConnection(String scheme) throws Exception {
    SelfSignedCertificate firstServer = SelfSignedCertificate.forLoopback();
    SelfSignedCertificate firstClient = SelfSignedCertificate.forNames(List.of("one"), false);
    Path ca = Files.writeString(dir.resolve("ca.pem"), firstServer.certificatePem());
    Path certificate = Files.writeString(dir.resolve("c.pem"), firstClient.certificatePem());
    Path key = Files.writeString(dir.resolve("k.pem"), firstClient.privateKeyPem());
    OpampServer server = server(0, firstServer, firstClient);
    int port = URI.create(server.httpEndpoint()).getPort();
    String endpoint = scheme.equals("wss") ? server.webSocketEndpoint() : server.httpEndpoint();
    try (HostProcess service =
        host(endpoint)
            .env("OTEL_OPAMP_CERTIFICATE", ca.toString())
            .env("OTEL_OPAMP_CLIENT_CERTIFICATE", certificate.toString())
            .env("OTEL_OPAMP_CLIENT_KEY", key.toString())
            .start("-cp", HostProcess.sampleApps(), TestBed.SERVICE)) {
      Traffic traffic = new Traffic(TestBed.portOf(service), 50);
      try (traffic) {
        awaitAgent(server);
        sink.store().await("spans", s -> s.spans().size() > 20, PATIENCE);
        SelfSignedCertificate nextServer = SelfSignedCertificate.forLoopback();
        SelfSignedCertificate nextClient = SelfSignedCertificate.forNames(List.of("two"), false);
        replace(ca, nextServer.certificatePem());
        replace(key, nextClient.privateKeyPem());
        replace(certificate, nextClient.certificatePem());
        server.close();
        server = server(port, nextServer, nextClient);
        awaitAgent(server);
        int arrived = sink.store().spans().size();
        sink.store().await("spans going on", s -> s.spans().size() > arrived + 50, PATIENCE);
      }
      OtherConnectionsIT.assertNothingWasLost(traffic, sink.store());
    } finally {
      server.close();
    }
  }

  @Test
  @Tag("SEC-02")
  void tokenOfTheOpampConnection() throws Exception {
    Path token = Files.writeString(dir.resolve("token"), "first");
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    HttpServer server = recordingServer(seen);
    try (HostProcess service =
        host("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/opamp")
            .env("OTEL_OPAMP_TOKEN_FILE", token.toString())
            .start("-cp", HostProcess.sampleApps(), TestBed.SERVICE)) {
      Traffic traffic = new Traffic(TestBed.portOf(service), 50);
      try (traffic) {
        Awaitility.await().atMost(PATIENCE).until(() -> seen.contains("Bearer first"));
        sink.store().await("spans", s -> s.spans().size() > 20, PATIENCE);
        replace(token, "second");
        Awaitility.await().atMost(PATIENCE).until(() -> seen.contains("Bearer second"));
        seen.clear();
        Awaitility.await().atMost(PATIENCE).until(() -> seen.size() > 2);
        assertThat(seen).containsOnly("Bearer second");
      }
      OtherConnectionsIT.assertNothingWasLost(traffic, sink.store());
    } finally {
      server.stop(0);
    }
  }

  @Test
  @Tag("CON-50")
  void caBundleAndClientCertificateOfAnExporter() throws Exception {
    SelfSignedCertificate receiver = SelfSignedCertificate.forLoopback();
    SelfSignedCertificate first = SelfSignedCertificate.forNames(List.of("first"), false);
    SelfSignedCertificate second = SelfSignedCertificate.forNames(List.of("second"), false);
    String nextCa = SelfSignedCertificate.forLoopback().certificatePem();
    Path ca = Files.writeString(dir.resolve("ca.pem"), receiver.certificatePem());
    Path certificate = Files.writeString(dir.resolve("c.pem"), first.certificatePem());
    Path key = Files.writeString(dir.resolve("k.pem"), first.privateKeyPem());
    ClientGate gate = new ClientGate().admit(first).admit(second);
    try (TestBed bed = new TestBed();
        OtlpSink secure = OtlpSink.startWithClientCertificates(gate.context(receiver));
        HostProcess service =
            host(bed.endpoint("ws"))
                .env("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", secure.httpEndpoint() + "/v1/traces")
                .env("OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE", ca.toString())
                .env("OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE", certificate.toString())
                .env("OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY", key.toString())
                .start("-cp", HostProcess.sampleApps(), TestBed.SERVICE)) {
      Traffic traffic = new Traffic(TestBed.portOf(service), 50);
      try (traffic) {
        secure.store().await("spans", s -> s.spans().size() > 20, PATIENCE);
        replace(ca, receiver.certificatePem() + nextCa);
        replace(key, second.privateKeyPem());
        replace(certificate, second.certificatePem());
        Awaitility.await().atMost(PATIENCE).until(() -> gate.visits(second) > 0);
        int arrived = secure.store().spans().size();
        secure.store().await("spans going on", s -> s.spans().size() > arrived + 50, PATIENCE);
      }
      OtherConnectionsIT.assertNothingWasLost(traffic, secure.store());
    }
  }

  private HostProcess.Builder host(String endpoint) {
    return HostProcess.java()
        .env("OTEL_OPAMP_ENDPOINT", endpoint)
        .env("OTEL_OPAMP_POLL_INTERVAL", "1s")
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", sink.httpEndpoint())
        .env("OTEL_BSP_SCHEDULE_DELAY", "100")
        .env("OTEL_SERVICE_NAME", "rotated");
  }

  private static OpampServer server(
      int port, SelfSignedCertificate identity, SelfSignedCertificate client) throws Exception {
    return OpampServer.builder()
        .opampPort(port)
        .withoutConsole()
        .tls(ServerTls.selfSigned(identity).requiringClients(List.of(client.certificate())))
        .build()
        .start();
  }

  private static HttpServer recordingServer(Queue<String> seen) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          seen.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static void awaitAgent(OpampServer server) throws Exception {
    server.awaitAgent(agent -> agent.serviceName().equals("rotated"), PATIENCE);
  }

  private void replace(Path file, String text) throws Exception {
    Path next = Files.writeString(dir.resolve("next"), text);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
