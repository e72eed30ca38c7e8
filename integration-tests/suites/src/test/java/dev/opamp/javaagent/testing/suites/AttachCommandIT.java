package dev.opamp.javaagent.testing.suites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import dev.opamp.javaagent.testing.demo.Traffic;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar opamp-javaagent.jar attach} and {@code detach}, on JVMs that run. */
class AttachCommandIT {

  private static final String LATE_SERVICE = "dev.opamp.javaagent.testing.apps.LateService";

  private static final String ALWAYS_OFF =
      """
      file_format: "1.0"
      tracer_provider:
        sampler:
          always_off:
      """;

  @TempDir private Path temp;
  private final HttpClient client = HttpClient.newHttpClient();
  private TestBed bed;

  @BeforeEach
  void start() throws Exception {
    bed = new TestBed();
  }

  @AfterEach
  void stop() {
    bed.close();
  }

  private record Outcome(int code, String out, String err) {}

  private Outcome command(String... args) throws Exception {
    List<String> line = new ArrayList<>(List.of("-jar", HostProcess.agentJar().toString()));
    line.addAll(List.of(args));
    try (HostProcess process =
        HostProcess.java()
            .withoutAgent()
            .jvmArg("-Djava.io.tmpdir=" + temp)
            .start(line.toArray(String[]::new))) {
      int code = process.awaitExit(Duration.ofSeconds(90));
      return new Outcome(code, process.stdout(), process.stderr());
    }
  }

  private Outcome attach(HostProcess host, String... settings) throws Exception {
    List<String> args = new ArrayList<>(List.of("attach", String.valueOf(host.pid())));
    args.addAll(List.of(settings));
    return command(args.toArray(String[]::new));
  }

  private Outcome detach(HostProcess host) throws Exception {
    return command("detach", String.valueOf(host.pid()));
  }

  private static Outcome done(HostProcess host, String text) {
    return new Outcome(0, "process " + host.pid() + ": " + text, "");
  }

  private static Outcome refused(HostProcess host, String text) {
    return new Outcome(1, "", "process " + host.pid() + ": " + text);
  }

  /** A host that knows where to export, and no server. */
  private HostProcess lateService(String name) throws Exception {
    return bed.host("ws", name)
        .env("OTEL_OPAMP_ENDPOINT", "")
        .withoutAgent()
        .start("-cp", HostProcess.sampleApps(), LATE_SERVICE);
  }

  private String get(int port, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private List<String> agentThreads(int port) throws Exception {
    return get(port, "/threads")
        .lines()
        .filter(
            name ->
                name.startsWith("opamp-")
                    || name.startsWith("Batch")
                    || name.startsWith("PeriodicMetricReader"))
        .toList();
  }

  /** What the JVM says of agents that come late is not ours. */
  private static List<String> saidOn(HostProcess host) {
    return host.stderr().lines().filter(line -> !line.startsWith("WARNING: ")).toList();
  }

  @Test
  @Tag("JVM-07")
  @Tag("JVM-08")
  void aRunningServiceIsManagedAndLetGoAndManagedAgain() throws Exception {
    String endpoint = "endpoint=" + bed.endpoint("ws");
    try (HostProcess service = lateService("attached");
        Traffic traffic = new Traffic(TestBed.portOf(service), 20)) {
      int port = TestBed.portOf(service);

      assertThat(attach(service, endpoint)).isEqualTo(done(service, "agent started"));
      UUID uid = bed.awaitAgent("attached").uid();
      bed.sink.store().await("spans", s -> s.spans().size() > 10, TestBed.PATIENCE);
      assertThat(get(port, "/held")).isEqualTo("recording");
      assertThat(attach(service, endpoint))
          .isEqualTo(refused(service, "already loaded into this JVM, this one is ignored"));
      assertThat(bed.offer(uid, ALWAYS_OFF).getStatus())
          .isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
      assertThat(get(port, "/held")).isEqualTo("silent");
      bed.offer(uid, "file_format: \"1.0\"\n");
      assertThat(get(port, "/held")).isEqualTo("recording");

      assertThat(detach(service)).isEqualTo(done(service, "agent stopped"));
      bed.server.awaitMessage(
          uid, message -> message.message().hasAgentDisconnect(), TestBed.PATIENCE);
      Awaitility.await()
          .atMost(TestBed.PATIENCE)
          .untilAsserted(() -> assertThat(agentThreads(port)).isEmpty());
      assertThat(get(port, "/held")).isEqualTo("silent");
      assertThat(detach(service)).isEqualTo(refused(service, "no agent runs there"));

      bed.sink.store().clear();
      long answers = traffic.answers();
      Awaitility.await().atMost(TestBed.PATIENCE).until(() -> traffic.answers() > answers + 10);
      assertThat(bed.sink.store().spans()).isEmpty();

      assertThat(attach(service, endpoint)).isEqualTo(done(service, "agent started"));
      assertThat(bed.awaitAgent("attached").uid()).isEqualTo(uid);
      bed.sink.store().await("spans", s -> s.spans().size() > 10, TestBed.PATIENCE);
      assertThat(get(port, "/held")).isEqualTo("silent");
      assertThat(traffic.failures()).isZero();
      assertThat(saidOn(service)).isEmpty();
      service.terminate();
      service.awaitExit(Duration.ofSeconds(10));
    }
  }

  @Test
  void anAgentOfTheCommandLineIsStoppedAndItsApplicationGoesOn() throws Exception {
    try (HostProcess service =
            bed.host("http", "started")
                .env("OTEL_BSP_SCHEDULE_DELAY", "3600000")
                .env("OTEL_OPAMP_LOG_FILE", temp.resolve("agent.log").toString())
                .env("OTEL_OPAMP_LOG_LEVEL", "info")
                .start("-cp", HostProcess.sampleApps(), TestBed.SERVICE);
        Traffic traffic = new Traffic(TestBed.portOf(service), 20)) {
      bed.awaitAgent("started");
      bed.sink.store().await("logs", s -> s.logs().size() > 10, TestBed.PATIENCE);
      assertThat(bed.sink.store().spans()).isEmpty();

      assertThat(detach(service)).isEqualTo(done(service, "agent stopped"));

      assertThat(bed.sink.store().spans()).isNotEmpty();
      assertThat(temp.resolve("agent.log"))
          .content()
          .endsWith("stopped; the JVM goes on without the agent\n");
      bed.sink.store().clear();
      long answers = traffic.answers();
      Awaitility.await().atMost(TestBed.PATIENCE).until(() -> traffic.answers() > answers + 10);
      assertThat(bed.sink.store().spans()).isEmpty();
      assertThat(traffic.failures()).isZero();
      assertThat(attach(service, "endpoint=" + bed.endpoint("http")).code()).isZero();
      bed.awaitAgent("started");
    }
  }

  @Test
  void wrongSettingsAreToldToWhoAsksAndNotInTheHost() throws Exception {
    try (HostProcess service = lateService("wrong")) {
      TestBed.portOf(service);

      Outcome outcome = attach(service, "endpoint=gopher://x", "token-is-secret");

      assertThat(outcome.code()).isEqualTo(1);
      assertThat(outcome.out()).isEmpty();
      assertThat(outcome.err())
          .startsWith("process " + service.pid() + ": not started: ")
          .contains("otel.opamp.endpoint (agent argument)", "agent argument 2")
          .doesNotContain("secret", "\n");
      assertThat(attach(service).err()).contains("nothing to do");
      assertThat(saidOn(service)).isEmpty();

      // As much as no argument of the attach API could hold, and a comma.
      String headers = "headers=a=" + "x".repeat(3000) + "\\,b=y";
      assertThat(attach(service, headers, "endpoint=" + bed.endpoint("ws")))
          .isEqualTo(done(service, "agent started"));
      bed.awaitAgent("wrong");
      try (var left = Files.list(temp)) {
        assertThat(left.filter(path -> path.toString().contains("opamp"))).isEmpty();
      }
    }
  }

  @Test
  void anAgentThatHadNothingToDoDoesNotKeepTheNextAway() throws Exception {
    try (HostProcess service =
        bed.host("ws", "idle")
            .env("OTEL_OPAMP_ENDPOINT", "")
            .start("-cp", HostProcess.sampleApps(), LATE_SERVICE)) {
      TestBed.portOf(service);
      assertThat(attach(service, "endpoint=" + bed.endpoint("ws")).code()).isZero();
      bed.awaitAgent("idle");
    }
  }

  @Test
  void jvmsThatTakeNoAgentAreLeftAlone() throws Exception {
    try (HostProcess service =
            HostProcess.java()
                .withoutAgent()
                .jvmArg("-XX:+DisableAttachMechanism")
                .start("-cp", HostProcess.sampleApps(), LATE_SERVICE);
        HostProcess closed =
            HostProcess.java()
                .withoutAgent()
                .jvmArg("-XX:-EnableDynamicAgentLoading")
                .start("-cp", HostProcess.sampleApps(), LATE_SERVICE)) {
      TestBed.portOf(service);
      TestBed.portOf(closed);

      Outcome disabled = attach(service);
      Outcome notLate = attach(closed);

      assertThat(disabled.code()).isEqualTo(2);
      assertThat(disabled.err()).contains("-XX:+DisableAttachMechanism");
      assertThat(notLate.code()).isEqualTo(2);
      assertThat(notLate.err()).contains("-XX:+EnableDynamicAgentLoading");
      // A JVM that is asked all the same prints its threads.
      assertThat(service.lines()).isEqualTo(1);
      assertThat(closed.lines()).isEqualTo(1);
    }
  }

  @Test
  void whatIsNoJvmIsNotTouched() throws Exception {
    Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self")));
    // By another program, which ends at SIGQUIT.
    Process other = new ProcessBuilder("tail", "-f", "/dev/null").start();
    try {
      Outcome outcome = command("attach", String.valueOf(other.pid()));
      assertThat(outcome)
          .isEqualTo(new Outcome(2, "", "process " + other.pid() + ": is not a JVM"));
      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly().waitFor();
    }
    assertThat(command("detach", String.valueOf(other.pid())))
        .isEqualTo(new Outcome(2, "", "process " + other.pid() + ": no such process"));
  }

  @Test
  void withoutAProcessIdTheJvmsAreListed() throws Exception {
    try (HostProcess service =
        HostProcess.java()
            .withoutAgent()
            .start("-cp", HostProcess.sampleApps(), LATE_SERVICE, "--password=secret")) {
      TestBed.portOf(service);

      Outcome outcome = command("attach");

      assertThat(outcome.code()).isZero();
      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.out().lines()).contains(service.pid() + " " + LATE_SERVICE);
      assertThat(outcome.out()).doesNotContain("secret");
    }
  }

  @Test
  void wrongUsageIsToldWithoutRepeatingIt() throws Exception {
    assertThat(command("attach", "token=secret").err())
        .startsWith("opamp-javaagent attach: the first argument is not a process ID\nusage: ")
        .doesNotContain("secret");
    assertThat(command("detach").code()).isEqualTo(2);
  }
}
