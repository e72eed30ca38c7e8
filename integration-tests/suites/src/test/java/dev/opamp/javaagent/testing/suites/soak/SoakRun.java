package dev.opamp.javaagent.testing.suites.soak;

import static java.util.stream.Collectors.joining;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatus;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import dev.opamp.javaagent.testing.server.OpampServer;
import dev.opamp.javaagent.testing.sink.OtlpSink;
import dev.opamp.javaagent.testing.suites.HostProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A host under load, a server that changes its configuration again and again, and two sinks. */
final class SoakRun implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final int START_UP_INTERVAL = 500;
  private static final String NAME = "soak";

  final Ledger ledger = new Ledger();
  final Transitions transitions = new Transitions();
  private final OtlpSink first = OtlpSink.startForwarding(ledger);
  private final OtlpSink second = OtlpSink.startForwarding(ledger);
  private final OpampServer server =
      OpampServer.builder().opampPort(0).consolePort(0).build().start();
  private final RandomDocuments documents;
  private final HostProcess process;
  final CountingHost host;
  private final UUID uid;

  SoakRun(long seed) throws Exception {
    this.documents = new RandomDocuments(seed, first, second);
    this.process = startHost();
    String line = process.awaitLine(l -> l.contains("listening on"), PATIENCE);
    this.host = new CountingHost(Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)));
    this.uid =
        server
            .awaitAgent(agent -> agent.serviceName().equals(NAME) && agent.connected(), PATIENCE)
            .uid();
  }

  private HostProcess startHost() throws IOException {
    return HostProcess.java()
        .jvmArg("-Xmx512m")
        .env("OTEL_OPAMP_ENDPOINT", server.webSocketEndpoint())
        .env("OTEL_SERVICE_NAME", NAME)
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", first.httpEndpoint())
        .env("OTEL_EXPORTER_OTLP_HEADERS", Ledger.HEADER + "=" + Ledger.MAIN)
        .env("OTEL_EXPORTER_OTLP_TIMEOUT", "30000")
        .env("OTEL_BSP_MAX_QUEUE_SIZE", "100000")
        .env("OTEL_BLRP_MAX_QUEUE_SIZE", "100000")
        .env("OTEL_METRIC_EXPORT_INTERVAL", Integer.toString(START_UP_INTERVAL))
        .start("-cp", HostProcess.sampleApps(), CountingHost.SERVICE);
  }

  /** Pushes so many documents, and waits for each to be in force. */
  void change(int count) throws InterruptedException, TimeoutException {
    for (int i = 0; i < count; i++) {
      RandomDocuments.Document document = documents.next();
      Instant pushed = Instant.now();
      settle(server.offerYaml(uid, document.text()), document.text());
      transitions.add(document, pushed, Instant.now());
      TimeUnit.MILLISECONDS.sleep(documents.pause());
    }
  }

  /** Takes the configuration away: the start-up document is in force again. */
  void revert() throws InterruptedException, TimeoutException {
    settle(server.removeConfig(uid), "(none)");
  }

  private void settle(ByteString hash, String document)
      throws InterruptedException, TimeoutException {
    RemoteConfigStatus status;
    try {
      status = server.awaitStatus(uid, hash, PATIENCE);
    } catch (TimeoutException e) {
      throw new AssertionError(
          e.getMessage() + "\nstderr of the host:\n" + process.stderr() + "\n" + document, e);
    }
    if (status.getStatus() != RemoteConfigStatuses.RemoteConfigStatuses_APPLIED) {
      throw new AssertionError(
          "transition " + (transitions.size() + 1) + ": " + status + "\n" + document);
    }
  }

  /** What the host and its agent said on stderr. */
  String hostErrors() {
    return process.stderr().lines().map(line -> "  host: " + line + "\n").collect(joining());
  }

  @Override
  public void close() throws InterruptedException {
    process.close();
    server.close();
    first.close();
    second.close();
  }
}
