package dev.opamp.javaagent.testing.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.proto.RemoteConfigStatus;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import dev.opamp.javaagent.testing.suites.HostProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An application with an SDK that it has built, beside something that is not of every day: what an
 * offer does to it, and that it ends as if nothing had been.
 */
final class Beside implements AutoCloseable {

  private static final Duration ENDS_WITHIN = Duration.ofSeconds(60);

  private static final String OFFER =
      """
      tracer_provider:
        sampler: {always_off: }
      meter_provider:
        readers:
          - periodic: {interval: 200, exporter: {otlp_http: {endpoint: "@b@/v1/metrics"}}}
      logger_provider:
        processors:
          - batch: {schedule_delay: 100, exporter: {otlp_http: {endpoint: "@b@/v1/logs"}}}
      """;

  private final Bed bed;
  private List<Set<String>> atFirst = List.of();

  Beside(String name, Cell cell, String... services) throws Exception {
    this.bed = new Bed(cell, "beside-" + name, List.of(services));
  }

  static Cell cell(String sdk, Jdk jdk) {
    return new Cell(Target.of(Kind.LOCAL, sdk), Mode.START, jdk);
  }

  Bed bed() {
    return bed;
  }

  HostProcess host() {
    return bed.host();
  }

  /** Starts it, and waits until its telemetry is seen. */
  Beside start(Bed.Launch launch) throws Exception {
    bed.start(launch);
    return this;
  }

  /** Waits for the agent, and looks at what the application exports before any offer. */
  Beside awaitControl() throws Exception {
    bed.awaitControl();
    atFirst = new ArrayList<>();
    bed.places().clear();
    for (Scene scene : bed.scenes(Instant.now())) {
      allAtHome(scene);
      scene.ticks(3);
      atFirst.add(Fingerprint.of(scene));
    }
    return this;
  }

  /** An offer comes into force in every SDK. */
  Beside offer() throws Exception {
    assertApplied(bed.offer(bed.places().fill(OFFER)));
    for (Scene scene : bed.scenes(Instant.now())) {
      Checks.both(
              Checks.noSpansAt(Place.A),
              Checks.noLogsAt(Place.A),
              Checks.noMetricsAt(Place.A),
              Checks.metricsAt(Place.B),
              Checks.logsAt(Place.B))
          .in(scene);
      assertThat(scene.spans(Place.B)).isEmpty();
    }
    return this;
  }

  /** Without an offer, telemetry is as before. */
  Beside takeBack() throws Exception {
    assertApplied(bed.removeConfig());
    bed.places().clear();
    List<Scene> scenes = bed.scenes(Instant.now());
    for (int i = 0; i < scenes.size(); i++) {
      assertThat(CellRun.differences(scenes.get(i), atFirst.get(i)))
          .as(scenes.get(i).service())
          .isEmpty();
    }
    return this;
  }

  /** The application ends when it is told to, and has seen nothing of the agent. */
  void end(String... onStderr) throws Exception {
    host().endInput();
    assertThat(host().awaitExit(ENDS_WITHIN)).as(host().stderr()).isZero();
    assertThat(host().stdout()).as("exceptions of telemetry").doesNotContain(" broken: ");
    assertThat(host().stderr().lines().filter(line -> !isOfAnExportCutShort(line)))
        .containsExactly(onStderr);
  }

  /**
   * SDK 1.68 gives an export no more than its interval, here 300 ms, and SDK 1.44 cancels the one
   * that is under way when it is shut down: with any agent and without. Who has something else to
   * say says more than a stack.
   */
  private static boolean isOfAnExportCutShort(String line) {
    return line.endsWith("io.opentelemetry.sdk.metrics.export.PeriodicMetricReader exportOne")
        || line.equals("WARNING: Exporter timed out")
        || line.endsWith("io.opentelemetry.sdk.internal.ThrottlingLogger doLog")
        || line.matches("SEVERE: Failed to export metrics\\. .* (Canceled|Socket closed)")
        || line.matches("java\\.(io\\.IO|net\\.Socket)Exception: (Canceled|Socket closed)")
        || line.startsWith("\tat ");
  }

  private static void assertApplied(RemoteConfigStatus status) {
    assertThat(status.getErrorMessage()).isEmpty();
    assertThat(status.getStatus()).isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
  }

  private static void allAtHome(Scene scene) throws Exception {
    Checks.both(Checks.spansAt(Place.A), Checks.metricsAt(Place.A), Checks.logsAt(Place.A))
        .in(scene);
  }

  @Override
  public void close() throws Exception {
    bed.close();
  }
}
