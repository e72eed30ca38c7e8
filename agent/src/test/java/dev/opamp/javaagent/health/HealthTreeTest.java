package dev.opamp.javaagent.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.ComponentHealthSnapshot;
import dev.opamp.javaagent.opamp.SessionState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HealthTreeTest {

  private final AtomicLong now = new AtomicLong(1000);
  private final List<ComponentHealthSnapshot> changes = new ArrayList<>();
  private final HealthTree tree = new HealthTree(now::get, changes::add);

  private ComponentHealthSnapshot child(String name) {
    return tree.snapshot().components().get(name);
  }

  @Test
  @Tag("HLTH-02")
  void theAgentIsHealthyOnlyWhileItRuns() {
    assertThat(tree.snapshot().healthy()).isFalse();
    tree.agent().starting();
    assertThat(tree.snapshot().healthy()).isFalse();
    tree.agent().running();
    assertThat(tree.snapshot().healthy()).isTrue();
    tree.agent().stopping();
    assertThat(tree.snapshot().healthy()).isFalse();
  }

  @Test
  @Tag("HLTH-03")
  void theStartTimeIsStableWhileRunningAndZeroWhenStopped() {
    HealthComponent exporter = tree.component("exporter", HealthImpact.ROLLS_UP);
    exporter.starting();
    now.set(2000);
    exporter.running();
    exporter.failed("refused");
    assertThat(child("exporter").startTimeUnixNano()).isEqualTo(1000);
    exporter.stopped();
    assertThat(child("exporter").startTimeUnixNano()).isZero();
    exporter.running();
    assertThat(child("exporter").startTimeUnixNano()).isEqualTo(2000);
  }

  @Test
  @Tag("HLTH-04")
  @Tag("HLTH-07")
  void aBrokenExporterAtAnyDepthShowsUpToTheTopAndIsClearedOnRecovery() {
    tree.agent().running();
    HealthComponent sdk = tree.component("sdk:own", HealthImpact.ROLLS_UP);
    sdk.running();
    HealthComponent exporter = sdk.child("exporter:otlp/traces", HealthImpact.ROLLS_UP);
    exporter.failed("connection refused");

    assertThat(tree.snapshot().healthy()).isFalse();
    assertThat(tree.snapshot().status()).isEqualTo("degraded");
    assertThat(tree.snapshot().lastError())
        .isEqualTo("sdk:own: exporter:otlp/traces: connection refused");
    ComponentHealthSnapshot shown = child("sdk:own").components().get("exporter:otlp/traces");
    assertThat(shown.healthy()).isFalse();
    assertThat(shown.lastError()).isEqualTo("connection refused");

    exporter.running();
    assertThat(tree.snapshot().healthy()).isTrue();
    assertThat(tree.snapshot().lastError()).isEmpty();
    assertThat(child("sdk:own").components().get("exporter:otlp/traces").lastError()).isEmpty();
  }

  @Test
  @Tag("HLTH-11")
  void aRefusedRemoteConfigDegradesItsOwnComponentOnly() {
    tree.agent().running();
    tree.component("config", HealthImpact.ROLLS_UP).running();
    tree.component("remote_config", HealthImpact.CONTAINED).degraded("tracer_provider: unknown");

    assertThat(child("remote_config").healthy()).isFalse();
    assertThat(child("remote_config").lastError()).isEqualTo("tracer_provider: unknown");
    assertThat(tree.snapshot().healthy()).isTrue();
    assertThat(tree.snapshot().lastError()).isEmpty();
  }

  @Test
  @Tag("HLTH-05")
  void everyStatusIsInTheDocumentedVocabulary() throws IOException {
    String page = Files.readString(Path.of("../docs/health.md"));
    for (HealthStatus status : HealthStatus.values()) {
      assertThat(page).contains("| `" + status.word() + "` |");
    }
  }

  @Test
  @Tag("HLTH-06")
  void theStatusTimeMovesOnlyWithTheStateAndCausesNoReport() {
    tree.agent().running();
    HealthComponent sdk = tree.component("sdk", HealthImpact.ROLLS_UP);
    sdk.running();
    int reported = changes.size();
    now.set(5000);
    sdk.running();
    tree.agent().running();
    assertThat(changes).hasSize(reported);
    assertThat(tree.snapshot().statusTimeUnixNano()).isEqualTo(1000);

    sdk.failed("gone");
    assertThat(changes).hasSize(reported + 1);
    assertThat(child("sdk").statusTimeUnixNano()).isEqualTo(5000);
    assertThat(tree.snapshot().statusTimeUnixNano()).isEqualTo(5000);
  }

  @Test
  void aRemovedComponentNoLongerCounts() {
    tree.agent().running();
    tree.component("exporter", HealthImpact.ROLLS_UP).failed("gone");
    tree.agent().remove("exporter");
    assertThat(tree.snapshot().healthy()).isTrue();
    assertThat(tree.snapshot().components()).isEmpty();
  }

  @Test
  @Tag("HLTH-10")
  void aHundredFlipsAreTwoReportsWithTheRightEnd() {
    RecordingReporter reporter = new RecordingReporter();
    ManualSerialExecutor executor = new ManualSerialExecutor();
    HealthTree flapping =
        new HealthTree(now::get, new HealthReports(reporter, executor, Duration.ofSeconds(1)));
    flapping.agent().running();
    executor.runReady();
    HealthComponent sdk = flapping.component("sdk", HealthImpact.ROLLS_UP);
    for (int i = 0; i < 100; i++) {
      sdk.failed("flip " + i);
      executor.runReady();
      sdk.running();
      executor.runReady();
    }
    sdk.failed("the last");
    executor.runReady();
    assertThat(reporter.health).hasSize(1);

    executor.timePasses();
    assertThat(reporter.health).hasSize(2);
    assertThat(reporter.health.get(1).lastError()).isEqualTo("sdk: the last");

    executor.timePasses();
    executor.timePasses();
    assertThat(reporter.health).hasSize(2);
    sdk.running();
    executor.runReady();
    assertThat(reporter.health).hasSize(3);
    assertThat(reporter.health.get(2).healthy()).isTrue();
  }

  @Test
  @Tag("SEC-14")
  void errorTextIsOneCappedLineWithoutSecrets() {
    String text =
        ErrorText.of(
            new IllegalStateException(
                "POST https://user:hunter2@host/p?token=abc123 failed, Authorization: Bearer s3cr3t,"
                    + " \"api-key\": \"k3y\" password=pw1\n\tat some.Stack.trace"));
    assertThat(text)
        .startsWith("IllegalStateException: POST https://***@host/p?token=*** failed")
        .doesNotContain("hunter2", "abc123", "s3cr3t", "k3y", "pw1", "Stack", "\n");
    assertThat(ErrorText.of("x".repeat(100_000))).hasSize(ErrorText.MAX_LENGTH).endsWith("...");
    assertThat(ErrorText.of(new IllegalStateException())).isEqualTo("IllegalStateException");
  }

  @Test
  void theSessionStaysFailedUntilTheServerAnswered() {
    SessionHealth session = new SessionHealth(tree.component("opamp", HealthImpact.ROLLS_UP));
    session.onState(SessionState.CONNECTING, null);
    assertThat(child("opamp").status()).isEqualTo("starting");
    session.onState(SessionState.BACKING_OFF, "connection refused");
    session.onState(SessionState.CONNECTING, null);
    assertThat(child("opamp").status()).isEqualTo("failed");
    assertThat(child("opamp").lastError()).isEqualTo("connection refused");
    session.onState(SessionState.READY, null);
    assertThat(child("opamp").healthy()).isTrue();
  }
}
