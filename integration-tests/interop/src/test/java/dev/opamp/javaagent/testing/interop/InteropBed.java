package dev.opamp.javaagent.testing.interop;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import dev.opamp.javaagent.testing.server.tls.SelfSignedCertificate;
import dev.opamp.javaagent.testing.sink.OtlpSink;
import dev.opamp.javaagent.testing.suites.HostProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** A Go server and a sink on free ports, and hosts that connect to them in one way. */
final class InteropBed implements AutoCloseable {

  static final String CUSTOM_CAPABILITY = "dev.opamp.javaagent.ping";
  static final String APPLIED = "RemoteConfigStatuses_APPLIED";
  static final String FAILED = "RemoteConfigStatuses_FAILED";

  private static final String SERVICE = "dev.opamp.javaagent.testing.apps.SampleService";
  private static final Duration BUILD_LIMIT = Duration.ofMinutes(5);

  final Cell cell;
  final Peer peer;
  final OtlpSink sink;
  private final Path certificate;

  private InteropBed(Cell cell, Peer peer, OtlpSink sink, Path certificate) {
    this.cell = cell;
    this.peer = peer;
    this.sink = sink;
    this.certificate = certificate;
  }

  /** Starts the server; without Go the test is skipped. */
  static InteropBed start(Cell cell) throws Exception {
    Path directory = Files.createTempDirectory("opamp-interop");
    List<String> arguments = new ArrayList<>(List.of("-custom", CUSTOM_CAPABILITY));
    if (cell.compression()) {
      arguments.add("-compress");
    }
    Path certificate = directory.resolve("cert.pem");
    if (cell.isEncrypted()) {
      SelfSignedCertificate made = SelfSignedCertificate.forLoopback();
      Files.writeString(certificate, made.certificatePem());
      Path key = Files.writeString(directory.resolve("key.pem"), made.privateKeyPem());
      arguments.addAll(List.of("-cert", certificate.toString(), "-key", key.toString()));
    }
    return new InteropBed(cell, Peer.start(program(), arguments), OtlpSink.start(), certificate);
  }

  /** Go keeps what it built; asking again costs little. */
  private static Path program() throws IOException, InterruptedException {
    GoBuild build =
        new GoBuild(
            Path.of(System.getProperty("go.source")),
            Path.of(System.getProperty("go.output")),
            Map.of(),
            BUILD_LIMIT);
    try {
      return build.program("opamp-go-peer");
    } catch (GoBuild.UnavailableException e) {
      return abort("no interop with opamp-go here: " + e.getMessage());
    }
  }

  /** A host with quick intervals and a small message size. */
  HostProcess service(String name) throws IOException {
    HostProcess.Builder host =
        HostProcess.java()
            .env("OTEL_OPAMP_ENDPOINT", peer.endpoint(cell.scheme()))
            .env("OTEL_OPAMP_COMPRESSION", cell.compression() ? "gzip" : "none")
            .env("OTEL_OPAMP_POLL_INTERVAL", "1s")
            .env("OTEL_OPAMP_HEARTBEAT_INTERVAL", "1s")
            .env("OTEL_OPAMP_MAX_MESSAGE_SIZE", "1MiB")
            .env("OTEL_SERVICE_NAME", name)
            .env("OTEL_EXPORTER_OTLP_ENDPOINT", sink.httpEndpoint());
    if (cell.isEncrypted()) {
      host.env("OTEL_OPAMP_CERTIFICATE", certificate.toString());
    }
    return host.start("-cp", HostProcess.sampleApps(), SERVICE);
  }

  /** The first message of a service. */
  PeerEvent awaitFirstReport(String serviceName)
      throws IOException, InterruptedException, TimeoutException {
    return peer.await(
        "the first report", 0, event -> event.is("message") && event.isOf(serviceName));
  }

  /** Sends at once over a WebSocket, with the next reply over plain HTTP. */
  void tell(String uid, String message) throws IOException, InterruptedException {
    if (cell.isWebSocket()) {
      peer.push(uid, message);
    } else {
      peer.queue(uid, message);
    }
  }

  /** Offers a configuration and returns the last word on it. */
  JsonNode offer(String uid, String hash, String message)
      throws IOException, InterruptedException, TimeoutException {
    int from = peer.now();
    tell(uid, message);
    return awaitStatus(uid, hash, from);
  }

  JsonNode awaitStatus(String uid, String hash, int from)
      throws IOException, InterruptedException, TimeoutException {
    return peer.await("the outcome of " + hash, from, event -> isOutcome(event, uid, hash))
        .message()
        .path("remoteConfigStatus");
  }

  private static boolean isOutcome(PeerEvent event, String uid, String hash) {
    JsonNode status = event.message().path("remoteConfigStatus");
    return event.uid().equals(uid)
        && status.path("lastRemoteConfigHash").asText().equals(Offer.base64(hash))
        && List.of(APPLIED, FAILED).contains(status.path("status").asText());
  }

  /** Asks for the full state and returns it. */
  PeerEvent askForFullState(String uid) throws IOException, InterruptedException, TimeoutException {
    int from = peer.now();
    tell(uid, Offer.FULL_STATE);
    return peer.await(
        "the full state", from, event -> event.uid().equals(uid) && event.isFullReport());
  }

  static String effectiveConfig(PeerEvent report) {
    String body =
        report
            .message()
            .path("effectiveConfig")
            .path("configMap")
            .path("configMap")
            .path("opentelemetry.yaml")
            .path("body")
            .asText();
    return new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    peer.close();
    sink.close();
  }
}
