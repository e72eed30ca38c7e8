package dev.opamp.javaagent.testing.suites;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatus;
import dev.opamp.javaagent.testing.server.OpampServer;
import dev.opamp.javaagent.testing.server.OpampServerBuilder;
import dev.opamp.javaagent.testing.server.fleet.AgentSnapshot;
import dev.opamp.javaagent.testing.sink.OtlpSink;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/** A server and a sink on free ports, and ways to start managed services against them. */
final class TestBed implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final String SERVICE = "dev.opamp.javaagent.testing.apps.SampleService";

  final OpampServer server;
  final OtlpSink sink;
  private final String webSocketEndpoint;
  private final String httpEndpoint;

  TestBed() throws IOException {
    this(OpampServer.builder());
  }

  TestBed(OpampServerBuilder settings) throws IOException {
    this.sink = OtlpSink.start();
    this.server = settings.opampPort(0).consolePort(0).build().start();
    this.webSocketEndpoint = server.webSocketEndpoint();
    this.httpEndpoint = server.httpEndpoint();
  }

  /** Stays the same while the server is stopped. */
  String endpoint(String scheme) {
    return scheme.startsWith("ws") ? webSocketEndpoint : httpEndpoint;
  }

  /** A host with quick intervals, exporting to the sink. */
  HostProcess.Builder host(String scheme, String serviceName) {
    return HostProcess.java()
        .env("OTEL_OPAMP_ENDPOINT", endpoint(scheme))
        .env("OTEL_OPAMP_POLL_INTERVAL", "1s")
        .env("OTEL_SERVICE_NAME", serviceName)
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", sink.httpEndpoint())
        .env("OTEL_BSP_SCHEDULE_DELAY", "100")
        .env("OTEL_BLRP_SCHEDULE_DELAY", "100")
        .env("OTEL_METRIC_EXPORT_INTERVAL", "300");
  }

  AgentSnapshot awaitAgent(String serviceName) throws InterruptedException, TimeoutException {
    return server.awaitAgent(
        agent -> agent.serviceName().equals(serviceName) && agent.connected(), PATIENCE);
  }

  /** Offers one nameless YAML file and waits for APPLIED or FAILED. */
  RemoteConfigStatus offer(UUID uid, String yaml) throws InterruptedException, TimeoutException {
    return settled(uid, server.offerYaml(uid, yaml));
  }

  RemoteConfigStatus settled(UUID uid, ByteString hash)
      throws InterruptedException, TimeoutException {
    return server.awaitStatus(uid, hash, PATIENCE);
  }

  String effectiveConfig(UUID uid) {
    return server.agent(uid).orElseThrow().effectiveConfig("opentelemetry.yaml");
  }

  static int portOf(HostProcess service) throws InterruptedException, TimeoutException {
    String line = service.awaitLine(l -> l.contains("listening on"), PATIENCE);
    return Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
  }

  @Override
  public void close() {
    server.close();
    sink.close();
  }
}
