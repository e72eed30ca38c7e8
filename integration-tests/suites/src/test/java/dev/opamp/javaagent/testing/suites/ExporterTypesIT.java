package dev.opamp.javaagent.testing.suites;

import static dev.opamp.javaagent.testing.suites.TestBed.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatus;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import dev.opamp.javaagent.testing.demo.Traffic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exporters that are not in the SDK, through the real jar: what Prometheus reads, and files. */
class ExporterTypesIT {

  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir Path directory;
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
  void portIsScraped_isChanged_andFileIsWritten() throws Exception {
    try (HostProcess service =
            bed.host("ws", "types")
                .env("OTEL_OPAMP_ALLOW", "listen,file-exporters")
                .start("-cp", HostProcess.sampleApps(), TestBed.SERVICE);
        Traffic traffic = new Traffic(TestBed.portOf(service), 50)) {
      UUID uid = bed.awaitAgent("types").uid();
      int first = freePort();
      assertApplied(uid, document(first));

      await().atMost(PATIENCE).ignoreExceptions().until(() -> scrape(first).contains("_total{"));
      assertThat(scrape(first)).contains("target_info{").contains("service_name=\"types\"");
      Path traces = directory.resolve("traces.jsonl");
      await().atMost(PATIENCE).until(() -> Files.exists(traces) && Files.size(traces) > 1000);
      assertThat(Files.readAllLines(traces).get(0)).startsWith("{\"resourceSpans\":[");

      int second = freePort();
      assertApplied(uid, document(second));
      assertThat(scrape(second)).contains("_total{");
      await().atMost(PATIENCE).until(() -> isFree(first));

      try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
        RemoteConfigStatus refused = bed.offer(uid, document(taken.getLocalPort()));
        assertThat(refused.getStatus()).isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_FAILED);
        assertThat(refused.getErrorMessage())
            .contains("meter_provider.readers[0].pull.exporter.prometheus/development.port");
      }
      assertThat(scrape(second)).contains("_total{");
      assertThat(traffic.failures()).isZero();
      assertThat(service.isAlive()).isTrue();
    }
  }

  @Test
  void withoutLeave_nothingListens() throws Exception {
    try (HostProcess service =
        bed.host("ws", "closed").start("-cp", HostProcess.sampleApps(), TestBed.SERVICE)) {
      UUID uid = bed.awaitAgent("closed").uid();
      int port = freePort();

      RemoteConfigStatus refused = bed.offer(uid, document(port));

      assertThat(refused.getStatus()).isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_FAILED);
      assertThat(refused.getErrorMessage())
          .contains("otel.opamp.allow=listen")
          .contains("otel.opamp.allow=file-exporters");
      assertThat(isFree(port)).isTrue();
      assertThat(service.isAlive()).isTrue();
    }
  }

  private String document(int port) {
    return """
        file_format: "1.1"
        meter_provider:
          readers:
            - pull:
                exporter:
                  prometheus/development: {port: %d, resource_constant_labels: {included: ["service.name"]}}
        tracer_provider:
          processors:
            - batch:
                schedule_delay: 100
                exporter:
                  otlp_file/development: {output_stream: "%s"}
        """
        .formatted(port, directory.resolve("traces.jsonl").toUri());
  }

  private void assertApplied(UUID uid, String document) throws Exception {
    ByteString hash = bed.server.offerYaml(uid, document);
    RemoteConfigStatus status = bed.settled(uid, hash);
    assertThat(status.getErrorMessage()).isEmpty();
    assertThat(status.getStatus()).isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
  }

  private String scrape(int port) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics")).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
      return socket.getLocalPort();
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("localhost"))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
