package dev.opamp.javaagent.testing.suites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.proto.AgentRemoteConfig;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import dev.opamp.javaagent.testing.suites.hostile.Conversation;
import dev.opamp.javaagent.testing.suites.hostile.Frames;
import dev.opamp.javaagent.testing.suites.hostile.HostileServer;
import dev.opamp.javaagent.testing.suites.hostile.Misdeed;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * One host JVM that lives through many cases, one after the other, with what must hold after each:
 * a good offer is applied, the host has answered all the time, heap and threads are what they were,
 * and the agent has not come back more often than it was sent away.
 */
final class HostileLane {

  /** What a live heap may grow by over what it was after the first good offer. */
  private static final long HEAP_GROWTH = 16L << 20;

  /** Made when they are needed, and kept for a while. */
  private static final Map<String, Long> LATER =
      Map.of(
          "opamp-agent-build",
          1L,
          "opamp-agent-ws-writer",
          1L,
          "opamp-agent-own-telemetry",
          2L,
          "opamp-agent-export",
          3L,
          "opamp-agent-export-retry",
          3L);

  /** Generous: it is spent only where something is wrong, or the machine is busy. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /** JVMs that start all at once would wait for each other longer than for any server. */
  private static final Semaphore STARTS = new Semaphore(2);

  private static final Duration QUICK = Duration.ofMillis(250);

  private final String name;
  private final String scheme;
  private final List<HostileCase> cases;
  private final UnaryOperator<HostProcess.Builder> host;
  private final Map<HostileCase, CompletableFuture<Void>> outcomes = new LinkedHashMap<>();
  private final HostileServer server;
  private HostProcess process;
  private HostPulse pulse;
  private long baseHeap;
  private Map<String, Long> baseThreads = Map.of();
  private int scripted;

  /** Nothing is started yet but the server. */
  HostileLane(
      String name, String scheme, UnaryOperator<HostProcess.Builder> host, List<HostileCase> cases)
      throws IOException {
    this.name = name;
    this.scheme = scheme;
    this.host = host;
    this.cases = cases;
    this.server = new HostileServer();
    cases.forEach(one -> outcomes.put(one, new CompletableFuture<>()));
  }

  String name() {
    return name;
  }

  HostileServer server() {
    return server;
  }

  Conversation conversation() {
    return server.conversation();
  }

  HostPulse pulse() {
    return pulse;
  }

  HostProcess process() {
    return process;
  }

  boolean isWebSocket() {
    return scheme.startsWith("ws");
  }

  List<HostileCase> cases() {
    return cases;
  }

  /** Waits for what came of a case. */
  void awaitOutcome(HostileCase one) throws Exception {
    outcomes.get(one).get(300, TimeUnit.SECONDS);
  }

  /** Runs all cases. */
  void run() {
    STARTS.acquireUninterruptibly();
    try {
      begin();
    } catch (Throwable failure) {
      STARTS.release();
      outcomes.values().forEach(outcome -> outcome.completeExceptionally(failure));
      return;
    }
    STARTS.release();
    for (HostileCase one : cases) {
      CompletableFuture<Void> outcome = outcomes.get(one);
      try {
        run(one);
        outcome.complete(null);
      } catch (Throwable failure) {
        outcome.completeExceptionally(
            new AssertionError(one + " in " + name + ", where the host said\n" + said(), failure));
      }
    }
  }

  private String said() {
    String all = process.stdout() + "\n" + process.stderr();
    return all.substring(Math.max(0, all.length() - 2000));
  }

  private void begin() throws Exception {
    process =
        host.apply(
                HostProcess.java()
                    .jvmArg("-Xmx96m")
                    .jvmArg("-XX:+UseSerialGC")
                    .jvmArg("-XX:+ExitOnOutOfMemoryError")
                    .env("OTEL_OPAMP_ENDPOINT", scheme + "://127.0.0.1:" + server.port())
                    .env("OTEL_OPAMP_POLL_INTERVAL", "1s")
                    .env("OTEL_OPAMP_REQUEST_TIMEOUT", "3s")
                    .env("OTEL_OPAMP_CONNECT_TIMEOUT", "3s")
                    .env("OTEL_OPAMP_MAX_MESSAGE_SIZE", "1MiB")
                    .env("OTEL_TRACES_EXPORTER", "none")
                    .env("OTEL_METRICS_EXPORTER", "none")
                    .env("OTEL_LOGS_EXPORTER", "none")
                    .env("OTEL_SERVICE_NAME", name))
            .start(
                "-cp", HostProcess.sampleApps(), "dev.opamp.javaagent.testing.apps.WatchedService");
    pulse = new HostPulse(TestBed.portOf(process));
    applied(conversation().fresh());
    Awaitility.await().pollInterval(Duration.ofSeconds(1)).atMost(PATIENCE).until(this::isAtRest);
  }

  /** Whether two looks in a row show the same threads; the later one is the base. */
  private boolean isAtRest() throws IOException {
    Map<String, Long> before = baseThreads;
    baseThreads = agentThreads();
    baseHeap = pulse.liveHeap();
    return before.equals(baseThreads);
  }

  private void run(HostileCase one) throws Exception {
    if (one.breaks()) {
      server.awaitTrust(PATIENCE);
    }
    int before = server.requests();
    long start = System.nanoTime();
    scripted = 0;
    pulse.restart();
    try {
      one.act().on(this);
    } finally {
      conversation().behave();
    }
    if (one.lasts()) {
      assertHostIsWell();
      return;
    }
    applied(conversation().fresh());
    long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
    assertThat(server.requests() - before)
        .as("upgrades or requests")
        .isLessThanOrEqualTo(
            scripted + (isWebSocket() ? one.breaks() ? 1 : 0 : (int) (8 + 2 * seconds)));
    assertHostIsWell();
  }

  private void assertHostIsWell() throws IOException {
    assertThat(process.isAlive()).isTrue();
    assertThat(pulse.failures()).as("requests the host did not answer").isZero();
    assertThat(pulse.median()).as("median answer time of the host").isLessThan(QUICK);
    assertThat(pulse.liveHeap()).as("live heap").isLessThan(baseHeap + HEAP_GROWTH);
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(agentThreads())
                    .allSatisfy(
                        (thread, count) ->
                            assertThat(count)
                                .isLessThanOrEqualTo(
                                    Math.max(
                                        baseThreads.getOrDefault(thread, 0L),
                                        LATER.getOrDefault(thread, 0L)))));
  }

  /** The agent's threads, and how many there are of each name. */
  private Map<String, Long> agentThreads() throws IOException {
    return pulse.threads().stream()
        .filter(thread -> thread.startsWith("opamp-agent"))
        .collect(Collectors.groupingBy(thread -> thread, Collectors.counting()));
  }

  /** Offers a configuration and waits until it is in force. */
  void applied(AgentRemoteConfig config) throws Exception {
    int seen = conversation().size();
    server.offer(config);
    AgentToServer report =
        conversation().await(seen, message -> isSettled(message, config), PATIENCE);
    assertThat(report.getRemoteConfigStatus().getStatus())
        .as(report.getRemoteConfigStatus().getErrorMessage())
        .isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
  }

  static boolean isSettled(AgentToServer message, AgentRemoteConfig config) {
    return message.hasRemoteConfigStatus()
        && message.getRemoteConfigStatus().getLastRemoteConfigHash().equals(config.getConfigHash())
        && message.getRemoteConfigStatus().getStatus()
            != RemoteConfigStatuses.RemoteConfigStatuses_APPLYING;
  }

  /** Sends things that pass for messages, and waits until they have been sent. */
  void messages(byte[]... protobufs) throws Exception {
    for (byte[] protobuf : protobufs) {
      if (isWebSocket()) {
        server.push(Frames.body(protobuf));
      } else {
        script(peer -> peer.respondLastWith(protobuf));
      }
    }
    server.awaitScriptDone(PATIENCE);
  }

  /** What to do with the next upgrades or requests; sees to it that there are some. */
  void script(Misdeed... misdeeds) {
    scripted += misdeeds.length;
    server.script(misdeeds);
  }

  /** Cuts the connection, and waits until the scripted misdeeds have met those that followed. */
  void committed(Misdeed... misdeeds) throws Exception {
    script(misdeeds);
    server.drop();
    server.awaitScriptDone(PATIENCE);
  }

  /** Not AutoCloseable: JUnit would close it after its first case. */
  void stop() throws Exception {
    if (pulse != null) {
      pulse.close();
    }
    if (process != null) {
      process.close();
    }
    server.close();
  }

  @Override
  public String toString() {
    return name;
  }
}
