package dev.opamp.javaagent.testing.suites;

import static dev.opamp.javaagent.testing.suites.TestBed.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsOffers;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsStatus;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsStatuses;
import dev.opamp.javaagent.opamp.proto.Header;
import dev.opamp.javaagent.opamp.proto.Headers;
import dev.opamp.javaagent.opamp.proto.OtherConnectionSettings;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatus;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import dev.opamp.javaagent.opamp.proto.TLSCertificate;
import dev.opamp.javaagent.testing.demo.Traffic;
import dev.opamp.javaagent.testing.server.tls.SelfSignedCertificate;
import dev.opamp.javaagent.testing.sink.OtlpSink;
import dev.opamp.javaagent.testing.sink.ReceivedExport;
import dev.opamp.javaagent.testing.sink.Signal;
import dev.opamp.javaagent.testing.sink.SinkStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Named connections of exporters, and their credential files, under steady traffic. */
class OtherConnectionsIT {

  private static final String OLD = "old-t0ken";
  private static final String NEW = "new-t0ken";

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

  @ParameterizedTest
  @ValueSource(strings = {"ws", "http"})
  @Tag("CON-70")
  @Tag("CON-71")
  @Tag("CON-75")
  void rotatedTokenLosesNoSpan(String scheme) throws Exception {
    try (HostProcess service =
        bed.host(scheme, "rotated")
            .env("OTEL_EXPORTER_OTLP_HEADERS", "Authorization=" + OLD)
            .start("-cp", HostProcess.sampleApps(), TestBed.SERVICE)) {
      Traffic traffic = new Traffic(TestBed.portOf(service), 50);
      try (traffic) {
        UUID uid = bed.awaitAgent("rotated").uid();
        bed.sink.store().await("spans with the old token", s -> spansBy(s, OLD) > 5, PATIENCE);
        OtherConnectionSettings rotation =
            token(NEW)
                .addOtherSettings(
                    OtherConnectionSettings.Entry.newBuilder()
                        .setKey("unknown")
                        .setValue("ignored"))
                .build();
        assertApplied(offer(uid, "otlp/traces", rotation));
        bed.sink.store().await("the new token alone", s -> lastSpansBy(s, NEW, 10), PATIENCE);
        long old = spansBy(bed.sink.store(), OLD);
        long both = bed.sink.store().exports(Signal.TRACES).size();
        bed.sink.store().await("more", s -> s.exports(Signal.TRACES).size() > both + 10, PATIENCE);
        assertThat(spansBy(bed.sink.store(), OLD)).isEqualTo(old);
        List<ReceivedExport> logs = bed.sink.store().exports(Signal.LOGS);
        assertThat(logs.get(logs.size() - 1).headers()).containsEntry("authorization", OLD);
        assertThat(bed.effectiveConfig(uid)).contains("Authorization").doesNotContain(NEW);
      }
      assertNothingWasLost(traffic, bed.sink.store());
      assertThat(service.stderr()).doesNotContain(NEW).doesNotContain(OLD);
    }
  }

  @Test
  @Tag("CON-72")
  void rotatedClientCertificateLosesNoSpan() throws Exception {
    SelfSignedCertificate receiver = SelfSignedCertificate.forLoopback();
    SelfSignedCertificate first = SelfSignedCertificate.forNames(List.of("first"), false);
    SelfSignedCertificate second = SelfSignedCertificate.forNames(List.of("second"), false);
    ClientGate gate = new ClientGate().admit(first).admit(second);
    try (OtlpSink secure = OtlpSink.startWithClientCertificates(gate.context(receiver));
        HostProcess service = secured(secure, receiver, first)) {
      Traffic traffic = new Traffic(TestBed.portOf(service), 50);
      try (traffic) {
        UUID uid = bed.awaitAgent("secured").uid();
        secure.store().await("spans", s -> s.spans().size() > 20, PATIENCE);
        assertThat(gate.visits(second)).isZero();

        TLSCertificate certificate =
            TLSCertificate.newBuilder()
                .setCert(ByteString.copyFromUtf8(second.certificatePem()))
                .setPrivateKey(ByteString.copyFromUtf8(second.privateKeyPem()))
                .build();
        assertApplied(
            offer(
                uid,
                "otlp/traces",
                OtherConnectionSettings.newBuilder().setCertificate(certificate).build()));
        Awaitility.await().atMost(PATIENCE).until(() -> gate.visits(second) > 0);
        // What the replaced exporter still had is delivered before its certificate is revoked.
        int arrived = secure.store().spans().size();
        secure.store().await("spans going on", s -> s.spans().size() > arrived + 300, PATIENCE);
        gate.shut(first);
        assertApplied(offer(uid, "otlp/traces", token(NEW).build()));
        secure
            .store()
            .await("the certificate with the token", s -> lastSpansBy(s, NEW, 3), PATIENCE);
      }
      assertNothingWasLost(traffic, secure.store());
    }
  }

  @Test
  void credentialFilesAreFollowedAndBrokenOnesKeepTheExporterAsItIs() throws Exception {
    SelfSignedCertificate receiver = SelfSignedCertificate.forLoopback();
    SelfSignedCertificate client = SelfSignedCertificate.forNames(List.of("client"), false);
    SelfSignedCertificate stranger = SelfSignedCertificate.forLoopback();
    ClientGate gate = new ClientGate().admit(client);
    try (OtlpSink secure = OtlpSink.startWithClientCertificates(gate.context(receiver));
        HostProcess service = secured(secure, stranger, client);
        Traffic traffic = new Traffic(TestBed.portOf(service), 20)) {
      UUID uid = bed.awaitAgent("secured").uid();
      Path ca = dir.resolve("ca.pem");
      replace(ca, receiver.certificatePem());
      secure.store().await("spans under the new CA", s -> s.spans().size() > 20, PATIENCE);

      replace(ca, "this is no certificate");
      bed.server.awaitAgent(
          agent ->
              agent.uid().equals(uid) && agent.state().getHealth().toString().contains("ca_file"),
          PATIENCE);
      int before = secure.store().spans().size();
      secure.store().await("spans going on", s -> s.spans().size() > before + 40, PATIENCE);
      assertThat(traffic.failures()).isZero();
    }
  }

  @Test
  @Tag("CON-70")
  @Tag("CON-73")
  @Tag("CON-74")
  @Tag("CON-76")
  void connectionThatIsReferredToOutlivesBadOffersAndARestart() throws Exception {
    Path state = Files.createDirectory(dir.resolve("state"));
    try (OtlpSink second = OtlpSink.start()) {
      String there = second.httpEndpoint();
      try (HostProcess service = kept(state);
          Traffic traffic = new Traffic(TestBed.portOf(service), 30)) {
        UUID uid = bed.awaitAgent("kept").uid();
        RemoteConfigStatus early = bed.offer(uid, refersTo("opamp://blue/v1/traces"));
        assertThat(early.getStatus()).isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_FAILED);
        assertThat(early.getErrorMessage()).contains("otlp_http.endpoint").contains("blue");

        assertApplied(offer(uid, "blue", token(NEW).setDestinationEndpoint(there).build()));
        RemoteConfigStatus moved = bed.offer(uid, refersTo("opamp://blue/v1/traces") + "# again\n");
        assertThat(moved.getErrorMessage()).isEmpty();
        second.store().await("spans by reference", s -> spansBy(s, NEW) > 5, PATIENCE);
        assertThat(bed.effectiveConfig(uid)).contains(there + "/v1/traces").doesNotContain(NEW);

        ConnectionSettingsStatus bad =
            offer(
                uid,
                "blue",
                OtherConnectionSettings.newBuilder()
                    .setDestinationEndpoint("ftp://127.0.0.1")
                    .build());
        assertThat(bad.getStatus())
            .isEqualTo(ConnectionSettingsStatuses.ConnectionSettingsStatuses_FAILED);
        assertThat(bad.getErrorMessage()).contains("other_connections/blue").contains("http://");
        assertApplied(offer(uid, "green", token("another").build()));
        long arrived = spansBy(second.store(), NEW);
        second.store().await("spans going on", s -> spansBy(s, NEW) > arrived + 5, PATIENCE);
        service.terminate();
        service.awaitExit(Duration.ofSeconds(20));
      }
      bed.server.stop();
      second.store().clear();
      try (HostProcess service = kept(state);
          Traffic traffic = new Traffic(TestBed.portOf(service), 30)) {
        second.store().await("spans of the second run", s -> spansBy(s, NEW) > 5, PATIENCE);
        assertThat(spansBy(second.store(), NEW))
            .isLessThanOrEqualTo(second.store().exports(Signal.TRACES).size());
      }
    }
  }

  private HostProcess kept(Path state) throws Exception {
    return bed.host("ws", "kept")
        .env("OTEL_OPAMP_STATE_DIR", state.toString())
        .start("-cp", HostProcess.sampleApps(), TestBed.SERVICE);
  }

  /** Exports spans to a sink that wants a client certificate, all of it from files. */
  private HostProcess secured(
      OtlpSink sink, SelfSignedCertificate authority, SelfSignedCertificate client)
      throws Exception {
    Path ca = Files.writeString(dir.resolve("ca.pem"), authority.certificatePem());
    Path certificate = Files.writeString(dir.resolve("client.pem"), client.certificatePem());
    Path key = Files.writeString(dir.resolve("client-key.pem"), client.privateKeyPem());
    return bed.host("ws", "secured")
        .env("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", sink.httpEndpoint() + "/v1/traces")
        .env("OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE", ca.toString())
        .env("OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE", certificate.toString())
        .env("OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY", key.toString())
        .start("-cp", HostProcess.sampleApps(), TestBed.SERVICE);
  }

  private void replace(Path file, String content) throws Exception {
    Path next = Files.writeString(dir.resolve("next.pem"), content);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private ConnectionSettingsStatus offer(UUID uid, String name, OtherConnectionSettings settings)
      throws Exception {
    ByteString hash =
        bed.server.offerConnectionSettings(
            uid,
            ConnectionSettingsOffers.newBuilder()
                .addOtherConnections(
                    ConnectionSettingsOffers.Entry.newBuilder().setKey(name).setValue(settings))
                .build());
    return bed.server
        .awaitMessage(
            uid,
            message -> {
              ConnectionSettingsStatus status = message.message().getConnectionSettingsStatus();
              return status.getLastConnectionSettingsHash().equals(hash)
                  && (status.getStatus()
                          == ConnectionSettingsStatuses.ConnectionSettingsStatuses_APPLIED
                      || status.getStatus()
                          == ConnectionSettingsStatuses.ConnectionSettingsStatuses_FAILED);
            },
            PATIENCE)
        .message()
        .getConnectionSettingsStatus();
  }

  private static void assertApplied(ConnectionSettingsStatus status) {
    assertThat(status.getErrorMessage()).isEmpty();
    assertThat(status.getStatus())
        .isEqualTo(ConnectionSettingsStatuses.ConnectionSettingsStatuses_APPLIED);
  }

  private static OtherConnectionSettings.Builder token(String token) {
    return OtherConnectionSettings.newBuilder()
        .setHeaders(
            Headers.newBuilder()
                .addHeaders(Header.newBuilder().setKey("Authorization").setValue(token)));
  }

  /** Each answer is two spans, and each of them arrives once. */
  static void assertNothingWasLost(Traffic traffic, SinkStore sink) throws Exception {
    assertThat(traffic.failures()).isZero();
    sink.await("every span", s -> s.spans().size() >= 2 * traffic.answers(), PATIENCE);
    assertThat(sink.spans().stream().map(span -> span.span().getSpanId()).distinct().count())
        .isEqualTo(sink.spans().size())
        .isEqualTo(2 * traffic.answers());
  }

  private static long spansBy(SinkStore sink, String token) {
    return sink.exports(Signal.TRACES).stream().filter(export -> isBy(export, token)).count();
  }

  private static boolean lastSpansBy(SinkStore sink, String token, int exports) {
    List<ReceivedExport> all = sink.exports(Signal.TRACES);
    return all.size() >= exports
        && all.subList(all.size() - exports, all.size()).stream().allMatch(e -> isBy(e, token));
  }

  private static boolean isBy(ReceivedExport export, String token) {
    return token.equals(export.headers().get("authorization"));
  }

  private static String refersTo(String url) {
    return """
        file_format: "1.0"
        tracer_provider:
          processors:
            - batch:
                schedule_delay: 100
                exporter: {otlp_http: {endpoint: "%s"}}
        """
        .formatted(url);
  }
}
