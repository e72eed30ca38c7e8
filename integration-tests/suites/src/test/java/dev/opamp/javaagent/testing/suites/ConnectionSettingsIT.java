package dev.opamp.javaagent.testing.suites;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsOffers;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsStatus;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsStatuses;
import dev.opamp.javaagent.opamp.proto.Header;
import dev.opamp.javaagent.opamp.proto.Headers;
import dev.opamp.javaagent.opamp.proto.OpAMPConnectionSettings;
import dev.opamp.javaagent.opamp.proto.TLSCertificate;
import dev.opamp.javaagent.opamp.proto.TLSConnectionSettings;
import dev.opamp.javaagent.testing.server.OpampServer;
import dev.opamp.javaagent.testing.server.OpampServerBuilder;
import dev.opamp.javaagent.testing.server.fleet.AgentSnapshot;
import dev.opamp.javaagent.testing.server.fleet.ReceivedMessage;
import dev.opamp.javaagent.testing.server.tls.CertificateAuthority;
import dev.opamp.javaagent.testing.server.tls.SelfSignedCertificate;
import dev.opamp.javaagent.testing.server.tls.ServerTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The agent is moved from one real server to another, or stays where it was. */
class ConnectionSettingsIT {

  @TempDir Path state;

  @ParameterizedTest
  @CsvSource({"ws,ws", "ws,http", "http,ws"})
  @Tag("CON-05")
  @Tag("CON-07")
  @Tag("CON-08")
  @Tag("CON-10")
  @Tag("CON-15")
  @Tag("CON-16")
  @Tag("CON-28")
  @Tag("LIFE-09")
  void anAgentIsMovedAndStaysThereAfterARestart(String from, String to) throws Exception {
    try (OpampServer a = start(plain());
        OpampServer b = start(plain())) {
      UUID uid;
      try (HostProcess host = host(endpoint(a, from)).start(sample())) {
        uid = await(a).uid();
        ByteString hash = offer(a, uid, settings(endpoint(b, to)));

        assertApplied(b, uid, hash);
        assertThat(b.messages(uid).get(0).message().hasAgentDescription()).isTrue();
        ReceivedMessage farewell =
            a.awaitMessage(uid, m -> m.message().hasAgentDisconnect(), TestBed.PATIENCE);
        ReceivedMessage applying =
            a.awaitMessage(uid, m -> m.message().hasConnectionSettingsStatus(), TestBed.PATIENCE);
        assertThat(applying.message().getConnectionSettingsStatus().getStatus())
            .isEqualTo(ConnectionSettingsStatuses.ConnectionSettingsStatuses_APPLYING);
        assertThat(List.of(applying.receivedAt(), farewell.receivedAt())).isSorted();
        assertThat(farewell.receivedAt()).isBeforeOrEqualTo(b.messages(uid).get(0).receivedAt());
      }
      int before = a.messages(uid).size();
      int reports = b.messages(uid).size();
      try (HostProcess again = host(endpoint(a, from)).start(sample())) {
        Awaitility.await()
            .atMost(TestBed.PATIENCE)
            .until(() -> b.messages(uid).size() > reports && await(b).uid().equals(uid));
        assertThat(a.messages(uid)).hasSize(before);
        assertThat(again.isAlive()).isTrue();
      }
    }
  }

  @Test
  @Tag("CON-11")
  @Tag("CON-12")
  @Tag("CON-13")
  void aServerThatIsNotThereIsReportedToTheOldOne() throws Exception {
    int closedPort;
    try (ServerSocket socket = new ServerSocket(0)) {
      closedPort = socket.getLocalPort();
    }
    try (OpampServer a = start(plain());
        HostProcess host = host(a.webSocketEndpoint()).start(sample())) {
      UUID uid = await(a).uid();

      ByteString hash = offer(a, uid, settings("ws://127.0.0.1:" + closedPort + "/v1/opamp"));

      ConnectionSettingsStatus status = a.awaitConnectionStatus(uid, hash, TestBed.PATIENCE);
      assertThat(status.getStatus())
          .isEqualTo(ConnectionSettingsStatuses.ConnectionSettingsStatuses_FAILED);
      assertThat(status.getErrorMessage()).startsWith("opamp: ");
      assertThat(a.agent(uid)).hasValueSatisfying(agent -> assertThat(agent.connected()).isTrue());
      assertThat(host.isAlive()).isTrue();
    }
  }

  @Test
  @Tag("CON-06")
  void aProcessKilledBeforeTheProofTriesTheCandidateFirst() throws Exception {
    try (OpampServer a = start(plain())) {
      UUID uid;
      ByteString hash;
      int port;
      try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
          HostProcess host = host(a.webSocketEndpoint()).start(sample())) {
        port = silent.getLocalPort();
        uid = await(a).uid();
        hash = offer(a, uid, settings("ws://127.0.0.1:" + port + "/v1/opamp"));
        silent.setSoTimeout((int) TestBed.PATIENCE.toMillis());
        silent.accept().getInputStream().read();
        host.kill();
        host.awaitExit(TestBed.PATIENCE);
      }
      int before = a.messages(uid).size();
      try (OpampServer b = start(plain().opampPort(port));
          HostProcess again = host(a.webSocketEndpoint()).start(sample())) {
        assertApplied(b, uid, hash);
        assertThat(a.messages(uid)).hasSize(before);
        assertThat(again.isAlive()).isTrue();
      }
    }
  }

  @Test
  @Tag("CON-17")
  @Tag("HB-03")
  void anIntervalAloneKeepsTheConnection() throws Exception {
    try (OpampServer a = start(plain());
        HostProcess host = host(a.webSocketEndpoint()).start(sample())) {
      UUID uid = await(a).uid();

      ByteString hash =
          offer(a, uid, OpAMPConnectionSettings.newBuilder().setHeartbeatIntervalSeconds(1));

      assertApplied(a, uid, hash);
      int reported = a.messages(uid).size();
      Awaitility.await()
          .atMost(TestBed.PATIENCE)
          .until(() -> a.messages(uid).size() >= reported + 4);
      assertThat(a.messages(uid)).noneMatch(m -> m.message().hasAgentDisconnect());
      assertThat(a.messages(uid).stream().map(ReceivedMessage::remoteAddress).distinct())
          .hasSize(1);
      assertThat(host.isAlive()).isTrue();
    }
  }

  @Test
  @Tag("CON-10")
  @Tag("CON-19")
  void aNewTokenTakesThePlaceOfTheOldOneOnTheWireAndOnTheDisk() throws Exception {
    try (OpampServer a = start(plain());
        HostProcess host = host(a.webSocketEndpoint()).start(sample())) {
      UUID uid = await(a).uid();
      assertApplied(a, uid, offer(a, uid, token("first-token")));
      assertApplied(a, uid, offer(a, uid, token("second-token")));

      List<ReceivedMessage> messages = a.messages(uid);
      assertThat(messages.get(messages.size() - 1).requestHeaders().get("x-token"))
          .containsExactly("second-token");
      assertThat(stored()).contains("second-token").doesNotContain("first-token");
      assertThat(host.stderr()).doesNotContain("-token");
    }
  }

  @Test
  @Tag("CON-22")
  @Tag("CON-24")
  void anOfferedCertificateOpensAServerThatDemandsOne() throws Exception {
    SelfSignedCertificate serverCertificate = SelfSignedCertificate.forLoopback();
    SelfSignedCertificate client = SelfSignedCertificate.forNames(List.of("client"), false);
    ServerTls demanding =
        ServerTls.selfSigned(serverCertificate).requiringClients(List.of(client.certificate()));
    try (OpampServer a = start(plain());
        OpampServer b = start(plain().tls(demanding));
        HostProcess host = host(a.webSocketEndpoint()).start(sample())) {
      UUID uid = await(a).uid();

      ByteString hash =
          offer(
              a,
              uid,
              settings(b.webSocketEndpoint())
                  .setTls(trusting(serverCertificate))
                  .setCertificate(
                      TLSCertificate.newBuilder()
                          .setCert(ByteString.copyFromUtf8(client.certificatePem()))
                          .setPrivateKey(ByteString.copyFromUtf8(client.privateKeyPem()))));

      assertApplied(b, uid, hash);
      assertThat(host.stderr()).doesNotContain("PRIVATE KEY");
    }
  }

  @Test
  @Tag("CON-91")
  @Tag("CON-92")
  @Tag("CON-94")
  @Tag("CON-95")
  void aCertificateIsAskedForSignedAndUsed(@TempDir Path files) throws Exception {
    SelfSignedCertificate serverCertificate = SelfSignedCertificate.forLoopback();
    Path ca = Files.writeString(files.resolve("server.pem"), serverCertificate.certificatePem());
    CertificateAuthority authority = CertificateAuthority.in(files);
    ServerTls open = ServerTls.selfSigned(serverCertificate);
    ServerTls demanding = open.requiringClients(List.of(authority.certificate()));
    try (OpampServer a = start(plain().tls(open).acceptsCertificateRequests());
        OpampServer b = start(plain().tls(demanding));
        HostProcess host =
            host(a.webSocketEndpoint())
                .env("OTEL_OPAMP_CERTIFICATE", ca.toString())
                .env("OTEL_OPAMP_CERTIFICATE_REQUEST", "true")
                .start(sample())) {
      UUID uid = await(a).uid();
      ReceivedMessage asked =
          a.awaitMessage(uid, m -> m.message().hasConnectionSettingsRequest(), TestBed.PATIENCE);
      String request =
          asked
              .message()
              .getConnectionSettingsRequest()
              .getOpamp()
              .getCertificateRequest()
              .getCsr()
              .toStringUtf8();

      ByteString hash =
          offer(
              a,
              uid,
              settings(b.webSocketEndpoint())
                  .setCertificate(
                      TLSCertificate.newBuilder()
                          .setCert(ByteString.copyFromUtf8(authority.sign(request)))));

      assertApplied(b, uid, hash);
      b.killConnections();
      int before = b.messages(uid).size();
      Awaitility.await().atMost(TestBed.PATIENCE).until(() -> b.messages(uid).size() > before);
      assertThat(host.stderr()).doesNotContain("PRIVATE KEY");
      assertThat(a.messages(uid)).noneMatch(m -> m.message().toString().contains("PRIVATE KEY"));
    }
  }

  private static void assertApplied(OpampServer server, UUID uid, ByteString hash)
      throws Exception {
    ConnectionSettingsStatus status = server.awaitConnectionStatus(uid, hash, TestBed.PATIENCE);
    assertThat(status.getStatus())
        .as(status.getErrorMessage())
        .isEqualTo(ConnectionSettingsStatuses.ConnectionSettingsStatuses_APPLIED);
  }

  private static AgentSnapshot await(OpampServer server) throws Exception {
    return server.awaitAgent(
        agent -> agent.serviceName().equals("moving") && agent.connected(), TestBed.PATIENCE);
  }

  private static ByteString offer(
      OpampServer server, UUID uid, OpAMPConnectionSettings.Builder settings) {
    return server.offerConnectionSettings(
        uid, ConnectionSettingsOffers.newBuilder().setOpamp(settings).build());
  }

  private static OpAMPConnectionSettings.Builder settings(String endpoint) {
    return OpAMPConnectionSettings.newBuilder().setDestinationEndpoint(endpoint);
  }

  private static OpAMPConnectionSettings.Builder token(String value) {
    return OpAMPConnectionSettings.newBuilder()
        .setHeaders(
            Headers.newBuilder().addHeaders(Header.newBuilder().setKey("x-token").setValue(value)));
  }

  private static TLSConnectionSettings trusting(SelfSignedCertificate certificate) {
    return TLSConnectionSettings.newBuilder()
        .setCaPemContents(certificate.certificatePem())
        .build();
  }

  private static OpampServerBuilder plain() {
    return OpampServer.builder().opampPort(0).withoutConsole();
  }

  private static OpampServer start(OpampServerBuilder settings) {
    return settings.build().start();
  }

  private static String endpoint(OpampServer server, String scheme) {
    return scheme.startsWith("ws") ? server.webSocketEndpoint() : server.httpEndpoint();
  }

  private static String[] sample() {
    return new String[] {"-cp", HostProcess.sampleApps(), TestBed.SERVICE};
  }

  private HostProcess.Builder host(String endpoint) {
    return HostProcess.java()
        .env("OTEL_OPAMP_ENDPOINT", endpoint)
        .env("OTEL_OPAMP_POLL_INTERVAL", "1s")
        .env("OTEL_OPAMP_STATE_DIR", state.toString())
        .env("OTEL_OPAMP_LOG_LEVEL", "debug")
        .env("OTEL_TRACES_EXPORTER", "none")
        .env("OTEL_METRICS_EXPORTER", "none")
        .env("OTEL_LOGS_EXPORTER", "none")
        .env("OTEL_SERVICE_NAME", "moving");
  }

  /** All that is kept, as far as it is text. */
  private String stored() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(state)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        text.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return text.toString();
  }
}
