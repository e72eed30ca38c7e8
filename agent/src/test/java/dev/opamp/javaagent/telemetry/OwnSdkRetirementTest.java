package dev.opamp.javaagent.telemetry;

import static dev.opamp.javaagent.telemetry.OwnSdkFixture.logs;
import static dev.opamp.javaagent.telemetry.OwnSdkFixture.traces;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of replaced pipelines when changes come faster than receivers answer. */
@Timeout(120)
class OwnSdkRetirementTest {

  private static final int CHANGES = 200;

  private OwnSdkFixture sdk;
  private Set<Thread> before;

  @BeforeEach
  void start() throws Exception {
    before = new HashSet<>(Thread.getAllStackTraces().keySet());
    sdk = new OwnSdkFixture(Duration.ofMillis(100));
  }

  @AfterEach
  void stop() {
    sdk.close();
  }

  @Test
  void receiverThatNeverAnswers_neverHoldsMoreThanSoManyPipelines() throws Exception {
    sdk.a.hold();
    long mostPipelines = 0;
    long mostThreads = 0;
    for (int i = 0; i < CHANGES; i++) {
      sdk.apply(pipelines(i));
      assertThat(sdk.target.inForce().tree().toString()).contains("schedule_delay=" + delay(i));
      sdk.spans(sdk.tracer(), "s", 1);
      mostPipelines = Math.max(mostPipelines, threads("BatchSpanProcessor_WorkerThread"));
      mostThreads = Math.max(mostThreads, threads("opamp-agent-retire"));
    }

    // One in force, those retired, and as many at most that were given up together and still end.
    assertThat(mostPipelines).isBetween(2L, 2L * RetireThread.LIMIT + 1);
    assertThat(mostThreads).isLessThanOrEqualTo(2);
    assertThat(sdk.target.close(100)).isFalse();
    await().untilAsserted(() -> assertThat(threads("BatchSpanProcessor_WorkerThread")).isZero());
    await().untilAsserted(() -> assertThat(threads("opamp-agent-retire")).isZero());
    await()
        .untilAsserted(
            () ->
                assertThat(Stats.of(sdk.target, "traces"))
                    .containsEntry("exported", 0L)
                    .containsEntry("failed", (long) CHANGES));
  }

  @Test
  void goodReceiver_losesNothingToTwoHundredChangesAtFullSpeed() throws Exception {
    for (int i = 0; i < CHANGES; i++) {
      sdk.apply(pipelines(i) + logs(sdk.a).replace("60000", delay(i)));
      sdk.spans(sdk.tracer(), "s", 3);
      sdk.openTelemetry.getLogsBridge().get("l").logRecordBuilder().setBody("b").emit();
    }
    assertThat(sdk.target.close(30_000)).isTrue();

    assertThat(sdk.a.spanNames()).hasSize(3 * CHANGES);
    assertThat(sdk.a.logRecords()).hasSize(CHANGES);
    assertThat(Stats.of(sdk.target, "traces"))
        .containsEntry("exported", 3L * CHANGES)
        .containsEntry("failed", 0L);
  }

  @Test
  void hostThatEndsRightAfterAChange_waitsForWhatTheReplacedPipelinesHold() throws Exception {
    CountDownLatch held = sdk.a.hold();
    sdk.apply(traces("{always_on: }", sdk.a) + logs(sdk.a));
    sdk.spans(sdk.tracer(), "s", 3);
    sdk.openTelemetry.getLogsBridge().get("l").logRecordBuilder().setBody("b").emit();
    sdk.apply(traces("{always_on: }", sdk.b) + logs(sdk.b));

    assertThat(sdk.target.flush(200)).isFalse();
    held.countDown();
    assertThat(sdk.flush()).isTrue();
    assertThat(sdk.a.spanNames()).hasSize(3);
    assertThat(sdk.a.logRecords()).hasSize(1);
  }

  @Test
  void samplersAreSwappedWithoutWaitingForRoom() throws Exception {
    try (OwnSdkFixture slow = new OwnSdkFixture(Duration.ofMinutes(5))) {
      for (int i = 1; i <= CHANGES; i++) {
        slow.apply(traces("{trace_id_ratio_based: {ratio: %s}}".formatted(1.0 / i), slow.a));
      }
      assertThat(threads("opamp-agent-retire")).isLessThanOrEqualTo(2);
    }
  }

  private String pipelines(int i) {
    return traces("{always_on: }", sdk.a).replace("60000", delay(i));
  }

  private static String delay(int i) {
    return Integer.toString(50_000 + i);
  }

  /** Counts the threads that were not there when the test began. */
  private long threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(name) && !before.contains(thread))
        .count();
  }
}
