package dev.opamp.javaagent.testing.benchmarks.latency;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatus;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import dev.opamp.javaagent.testing.server.OpampServer;
import dev.opamp.javaagent.testing.sink.OtlpSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How long changes take that are pushed over a WebSocket to a JVM under load, by kind of change.
 * With HTTP polling the interval of the polls would be measured instead.
 */
public final class ApplyLatency implements AutoCloseable {

  /**
   * An agent begins at most one change in 250 ms and, after a burst, sends at most one message a
   * second; waiting for either is not what is measured.
   */
  private static final long SPACING_NANOS = Duration.ofMillis(1100).toNanos();

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String NAME = "latency";

  private final ApplySpans spans = new ApplySpans();
  private final OtlpSink sink = OtlpSink.startForwarding(export -> {});
  private final OtlpSink ownSink = OtlpSink.startForwarding(spans);
  private final OpampServer server =
      OpampServer.builder().opampPort(0).consolePort(0).build().start();
  private final LoadedHost host;
  private final UUID uid;
  private final Map<Change, Integer> values = new EnumMap<>(Change.class);
  private final List<Timing> timings = new ArrayList<>();

  private ApplyLatency(Path agentJar, Path appsJar)
      throws IOException, InterruptedException, TimeoutException {
    this.host = new LoadedHost(agentJar, appsJar, environment());
    this.uid =
        server
            .awaitAgent(agent -> agent.serviceName().equals(NAME) && agent.connected(), PATIENCE)
            .uid();
  }

  private Map<String, String> environment() {
    return Map.of(
        "OTEL_OPAMP_ENDPOINT", server.webSocketEndpoint(),
        "OTEL_OPAMP_OWN_TELEMETRY_ENDPOINT", ownSink.httpEndpoint(),
        "OTEL_SERVICE_NAME", NAME,
        "OTEL_EXPORTER_OTLP_ENDPOINT", sink.httpEndpoint());
  }

  /**
   * Measures, prints a table, and writes {@code latency.csv}, {@code latency.txt} and {@code
   * latency.png}.
   *
   * @param args rounds, the agent's jar, the jar of the sample applications, a directory, and how
   *     many hosts share the rounds
   */
  public static void main(String[] args) throws Exception {
    System.setProperty("java.awt.headless", "true");
    Path directory = Files.createDirectories(Path.of(args[3]));
    int hosts = Integer.parseInt(args[4]);
    int rounds = Integer.parseInt(args[0]) / hosts;
    Callable<List<Timing>> one =
        () -> {
          try (ApplyLatency latency = new ApplyLatency(Path.of(args[1]), Path.of(args[2]))) {
            return latency.run(rounds);
          }
        };
    List<Timing> timings = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(hosts);
    for (Future<List<Timing>> each : threads.invokeAll(Collections.nCopies(hosts, one))) {
      timings.addAll(each.get());
    }
    LatencyReport report = new LatencyReport(timings);
    report.write(directory);
    System.out.print(report.table());
    // Threads of the test servers' libraries may linger.
    System.exit(0);
  }

  private List<Timing> run(int rounds) throws InterruptedException, TimeoutException {
    ByteString firstOffer = server.offerYaml(uid, Change.document(values, sink.httpEndpoint()));
    awaitSettled(firstOffer);
    if (!spans.awaitBegun(PATIENCE)) {
      throw new IllegalStateException("the agent's own telemetry has not begun");
    }
    for (int round = 1; round <= rounds; round++) {
      for (Change change : Change.values()) {
        timings.add(time(change, round));
      }
      if (round % 10 == 0) {
        System.out.println(round + " rounds of " + rounds);
      }
    }
    return withAgentTimes(firstOffer);
  }

  private Timing time(Change change, int round) throws InterruptedException, TimeoutException {
    change.applyTo(values);
    // The document offered again after its removal is another one, so that each hash comes once.
    if (change == Change.AGAIN) {
      Change.WHOLE.applyTo(values);
    }
    String document = Change.document(values, sink.httpEndpoint());
    long start = System.nanoTime();
    ByteString hash =
        change == Change.REVERT ? server.removeConfig(uid) : server.offerYaml(uid, document);
    awaitSettled(hash);
    long took = System.nanoTime() - start;
    TimeUnit.NANOSECONDS.sleep(Math.max(0, SPACING_NANOS - took));
    return new Timing(change, round, hash, took, 0);
  }

  private void awaitSettled(ByteString hash) throws InterruptedException, TimeoutException {
    RemoteConfigStatus status = server.awaitStatus(uid, hash, PATIENCE);
    if (status.getStatus() != RemoteConfigStatuses.RemoteConfigStatuses_APPLIED) {
      throw new IllegalStateException(status.toString());
    }
  }

  private List<Timing> withAgentTimes(ByteString firstOffer) throws InterruptedException {
    // The first offer may come before own telemetry has begun, and its hash comes once.
    int first = spans.has(firstOffer) ? 1 : 0;
    if (!spans.await(timings.size() + first, PATIENCE)) {
      throw new IllegalStateException("spans of the agent are missing");
    }
    return timings.stream().map(t -> t.withAgentNanos(spans.take(t.hash()))).toList();
  }

  @Override
  public void close() throws InterruptedException {
    host.close();
    server.close();
    sink.close();
    ownSink.close();
  }
}
