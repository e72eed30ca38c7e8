package dev.opamp.javaagent.testing.suites;

import static dev.opamp.javaagent.testing.suites.TestBed.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.opamp.javaagent.testing.server.fleet.OwnTelemetry;
import dev.opamp.javaagent.testing.server.fleet.ReceivedMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.jar.JarFile;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the agent costs its host, in counts that do not depend on how fast the machine is, against
 * budgets in one file.
 */
class FootprintIT {

  private static final String BUDGET = "footprint-budget.properties";
  private static final double KIB = 1024;

  /** Shorter than the default of 30 s, so that a few of them are seen soon. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);

  private static final int HEARTBEATS = 4;
  private static final double DEFAULT_HEARTBEATS_PER_MINUTE = 2;

  @TempDir private Path directory;

  /** By the keys of the file with budgets. */
  private final Map<String, Double> measured = new TreeMap<>();

  @Test
  void costsNoMoreThanItsBudget() throws Exception {
    // Another JVM has other classes of its own; the budgets are those of the JDK of the build.
    assumeThat(System.getProperty("it.java.home", "")).isEmpty();
    try (TestBed bed = new TestBed();
        FootprintHost plain = FootprintHost.start(HostProcess.java().withoutAgent(), directory);
        FootprintHost managed = FootprintHost.start(managed(bed), directory)) {
      UUID uid = exporting(bed);
      plain.awaitIdle();
      managed.awaitIdle();
      start(plain, managed);
      idle(plain, managed);
      messages(bed, uid);
    }
    jar();
    compare();
  }

  /** With the intervals that it has by default, but for the heartbeat. */
  private static HostProcess.Builder managed(TestBed bed) {
    return HostProcess.java()
        .env("OTEL_OPAMP_ENDPOINT", bed.endpoint("ws"))
        .env("OTEL_OPAMP_HEARTBEAT_INTERVAL", HEARTBEAT.toSeconds() + "s")
        .env("OTEL_SERVICE_NAME", "footprint");
  }

  /** Waits until the agent is connected and its own telemetry arrives where the server said. */
  private static UUID exporting(TestBed bed) throws Exception {
    UUID uid = bed.awaitAgent("footprint").uid();
    String own = bed.sink.httpEndpoint() + "/v1/";
    bed.server.offerOwnTelemetry(
        uid, new OwnTelemetry(own + "metrics", own + "traces", own + "logs", Map.of()));
    bed.sink.store().await("own metrics", s -> !s.metrics().isEmpty(), PATIENCE);
    return uid;
  }

  private void start(FootprintHost plain, FootprintHost managed) throws Exception {
    measured.put("premain.classes", (double) managed.premainClasses() - plain.premainClasses());
    measured.put("premain.allocated.kib", (managed.premainBytes() - plain.premainBytes()) / KIB);
  }

  private void idle(FootprintHost plain, FootprintHost managed) throws Exception {
    measured.put("idle.classes", (double) managed.loadedClasses() - plain.loadedClasses());
    List<String> own = plain.threads();
    measured.put("idle.threads", steady("idle.threads", () -> added(managed.threads(), own)));
    long ownBytes = plain.liveBytes();
    measured.put(
        "idle.heap.kib", steady("idle.heap.kib", () -> (managed.liveBytes() - ownBytes) / KIB));
  }

  private static double added(List<String> threads, List<String> own) {
    List<String> added = new ArrayList<>(threads);
    own.forEach(added::remove);
    System.out.println("footprint: threads added: " + added);
    return added.size();
  }

  /**
   * What stays: an export or a build that is under way holds more for a moment, and on a slow
   * machine for longer. A leak never comes down to the budget.
   */
  private static double steady(String key, Callable<Double> measure) throws IOException {
    double budget = Double.parseDouble(budgets().getProperty(key));
    List<Double> seen = new ArrayList<>();
    try {
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () -> {
                seen.add(measure.call());
                return Collections.min(seen) <= budget;
              });
    } catch (ConditionTimeoutException tooMuch) {
      System.out.println("footprint: " + key + " never came down to the budget: " + seen);
    }
    return Collections.min(seen);
  }

  private void messages(TestBed bed, UUID uid) {
    int before = bed.server.messages(uid).size();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> bed.server.messages(uid).size() > before + HEARTBEATS);
    List<ReceivedMessage> messages =
        bed.server.messages(uid).subList(before, before + HEARTBEATS + 1);
    Duration window =
        Duration.between(messages.get(0).receivedAt(), messages.get(HEARTBEATS).receivedAt());
    double perHeartbeat = HEARTBEATS * (double) HEARTBEAT.toMillis() / window.toMillis();
    double bytes =
        messages.stream().mapToInt(message -> message.rawBytes().size()).average().orElse(0);
    measured.put("idle.messages.per.minute", perHeartbeat * DEFAULT_HEARTBEATS_PER_MINUTE);
    measured.put("idle.message.bytes", bytes);
  }

  private void jar() throws IOException {
    measured.put("jar.kib", Files.size(HostProcess.agentJar()) / KIB);
    try (JarFile jar = new JarFile(HostProcess.agentJar().toFile())) {
      measured.put("jar.entries", (double) jar.size());
    }
  }

  private void compare() throws IOException {
    Properties budgets = budgets();
    assertThat(budgets.stringPropertyNames()).as(BUDGET).isEqualTo(measured.keySet());
    SoftAssertions all = new SoftAssertions();
    measured.forEach((key, value) -> compare(all, key, value, budgets.getProperty(key)));
    all.assertAll();
  }

  private static void compare(SoftAssertions all, String key, double value, String budget) {
    System.out.printf(Locale.ROOT, "footprint: %s %.1f, budget %s%n", key, value, budget);
    all.assertThat(value)
        .as(
            "%s: the agent costs more than the budget of %s in src/test/resources/%s. Find what"
                + " the change added and make it cheaper; if it is worth its price, raise the"
                + " budget in the same commit and say there why.",
            key, key, BUDGET)
        .isLessThanOrEqualTo(Double.parseDouble(budget));
  }

  private static Properties budgets() throws IOException {
    Properties budgets = new Properties();
    try (InputStream file = FootprintIT.class.getResourceAsStream("/" + BUDGET)) {
      budgets.load(file);
    }
    return budgets;
  }
}
