package dev.opamp.javaagent.testing.benchmarks.cost;

import com.sun.net.httpserver.HttpServer;
import dev.opamp.javaagent.testing.benchmarks.CountingRelay;
import dev.opamp.javaagent.testing.server.OpampServer;
import dev.opamp.javaagent.testing.server.fleet.OwnTelemetry;
import dev.opamp.javaagent.testing.sink.OtlpSink;
import dev.opamp.javaagent.testing.sink.ReceivedExport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the agents talk to. Nothing of what they send is kept. */
final class Surroundings implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Set<String> paths = new HashSet<>();
  private final OtlpSink sink = OtlpSink.startForwarding(this::arrived);
  private final OpampServer server =
      OpampServer.builder().opampPort(0).withoutConsole().messageLogSize(1).build().start();
  private final CountingRelay relay = new CountingRelay(server.opampPort());
  private final HttpServer elastic =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  private final int closedPort;

  Surroundings() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.closedPort = free.getLocalPort();
    }
    byte[] version = "{\"version\":\"8.15.0\"}".getBytes(StandardCharsets.UTF_8);
    elastic.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, version.length);
          exchange.getResponseBody().write(version);
          exchange.close();
        });
    elastic.setExecutor(Executors.newCachedThreadPool());
    elastic.start();
  }

  private synchronized void arrived(ReceivedExport export) {
    if (paths.add(export.path())) {
      notifyAll();
    }
  }

  /** What the contender is told, in environment variables. */
  Map<String, String> environment(Run run) {
    return switch (run.contender()) {
      case NONE, EMPTY -> Map.of();
      case OPAMP, CONNECTED -> opamp(run, relay.port());
      case PATIENT -> patient(opamp(run, relay.port()));
      case REFUSED -> opamp(run, closedPort);
      case UPSTREAM, SPLUNK -> otlp(run);
      case ELASTIC ->
          Map.of(
              "ELASTIC_APM_SERVER_URL",
              "http://127.0.0.1:" + elastic.getAddress().getPort(),
              "ELASTIC_APM_SERVICE_NAME",
              run.service());
    };
  }

  private Map<String, String> opamp(Run run, int port) {
    return Map.of(
        "OTEL_OPAMP_ENDPOINT",
        "ws://127.0.0.1:" + port + "/v1/opamp",
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        sink.httpEndpoint(),
        "OTEL_SERVICE_NAME",
        run.service());
  }

  private static Map<String, String> patient(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("OTEL_OPAMP_START_DELAY", "10s");
    return all;
  }

  private Map<String, String> otlp(Run run) {
    return Map.of(
        "OTEL_EXPORTER_OTLP_PROTOCOL",
        "http/protobuf",
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        sink.httpEndpoint(),
        "OTEL_SERVICE_NAME",
        run.service());
  }

  /** Waits until the agent is there, and returns its instance UID. */
  UUID awaitConnected(Run run) throws InterruptedException, TimeoutException {
    return server
        .awaitAgent(
            agent -> agent.serviceName().equals(run.service()) && agent.connected(), PATIENCE)
        .uid();
  }

  /** Offers a destination once the agent is there, and waits until its metrics arrive. */
  void awaitOwnTelemetry(Run run) throws InterruptedException, TimeoutException {
    UUID uid = awaitConnected(run);
    String path = "/" + run.service() + "/metrics";
    String base = sink.httpEndpoint() + "/" + run.service() + "/";
    server.offerOwnTelemetry(
        uid,
        new OwnTelemetry(sink.httpEndpoint() + path, base + "traces", base + "logs", Map.of()));
    awaitPath(path);
  }

  private synchronized void awaitPath(String path) throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!paths.contains(path)) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new TimeoutException("nothing arrived at " + path);
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** Bytes on the OpAMP connections so far, both ways. */
  long opampBytes() {
    return relay.up() + relay.down();
  }

  @Override
  public void close() throws IOException {
    elastic.stop(0);
    relay.close();
    server.close();
    sink.close();
  }
}
