package dev.opamp.javaagent.config;

import static dev.opamp.javaagent.config.PipelineFixture.offer;
import static dev.opamp.javaagent.config.PipelineFixture.ratio;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.ConfigFile;
import dev.opamp.javaagent.opamp.RemoteConfigState;
import dev.opamp.javaagent.opamp.RemoteConfigStatusSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigPipelineTargetsTest {

  private final PipelineFixture fixture = new PipelineFixture();

  private static ConfigRejectedException refusal(String path) {
    return new ConfigRejectedException(new ConfigProblem(path, 0, "cannot be honoured"));
  }

  private static boolean hasRatio(Map<String, Object> document) {
    return document.toString().contains("trace_id_ratio_based");
  }

  @Test
  @Tag("CFG-16")
  void failureOfOneTargetRevertsTheOthersInReverseOrder() {
    fixture.start();
    RecordingTarget second = new RecordingTarget("second", fixture.target.events);
    RecordingTarget third = new RecordingTarget("third", fixture.target.events);
    fixture.pipeline.addTarget(second);
    fixture.pipeline.addTarget(third);
    fixture.scheduler.runAll();
    fixture.target.events.clear();
    Object before = fixture.target.inForce().tree();
    second.onCommit = d -> hasRatio(d) ? new IllegalStateException("no") : null;

    assertThat(fixture.push("h", ratio(0.5)).errorMessage())
        .contains("second")
        .contains("IllegalStateException");
    assertThat(fixture.target.events)
        .containsExactly(
            "own:prepare",
            "second:prepare",
            "third:prepare",
            "own:commit",
            "second:commit",
            "third:discard",
            "second:revert",
            "own:revert");
    assertThat(fixture.target.inForce().tree()).isEqualTo(before);
    assertThat(second.inForce().tree()).isEqualTo(before);
  }

  @Test
  void refusalWhilePreparingTouchesNothing() {
    fixture.start();
    RecordingTarget second = new RecordingTarget("second", fixture.target.events);
    fixture.pipeline.addTarget(second);
    fixture.scheduler.runAll();
    fixture.target.events.clear();
    second.onPrepare = d -> refusal("tracer_provider.sampler");

    assertThat(fixture.push("h", ratio(0.5)).errorMessage())
        .contains("tracer_provider.sampler")
        .contains("target second");
    assertThat(fixture.target.events)
        .containsExactly("own:prepare", "second:prepare", "own:discard");
  }

  @Test
  void whatWasRefusedIsTriedAgainWithoutTheTargetThatRefusedIt() {
    fixture.start();
    RecordingTarget second = new RecordingTarget("second");
    fixture.pipeline.addTarget(second);
    fixture.scheduler.runAll();
    second.onPrepare = d -> refusal("tracer_provider.sampler");
    assertThat(fixture.push("h", ratio(0.5)).state()).isEqualTo(RemoteConfigState.FAILED);

    fixture.pipeline.removeTarget(second);
    fixture.scheduler.runAll();

    assertThat(fixture.reporter.states()).endsWith("h:APPLIED");
    assertThat(hasRatio(fixture.target.inForce().tree())).isTrue();
  }

  @Test
  @Tag("CFG-21")
  void errorsBecomeFailedAndTheThreadLives() {
    fixture.start();
    fixture.target.onPrepare = d -> hasRatio(d) ? new LinkageError("gone") : null;
    assertThat(fixture.push("h1", ratio(0.5)).state()).isEqualTo(RemoteConfigState.FAILED);
    assertThat(fixture.reporter.lastStatus().errorMessage()).contains("LinkageError: gone");
    fixture.target.onPrepare = d -> null;
    fixture.target.onCommit = d -> new StackOverflowError();
    assertThat(fixture.push("h2", ratio(0.5)).state()).isEqualTo(RemoteConfigState.FAILED);
    fixture.target.onCommit = d -> null;
    assertThat(fixture.push("h3", ratio(0.5)).state()).isEqualTo(RemoteConfigState.APPLIED);
  }

  @Test
  void lateTargetGetsTheConfigurationInForce() {
    fixture.start();
    fixture.push("h", ratio(0.5));
    RecordingTarget late = new RecordingTarget("late");
    fixture.pipeline.addTarget(late);
    fixture.scheduler.runAll();
    assertThat(late.inForce().tree()).isEqualTo(fixture.target.inForce().tree());
    assertThat(fixture.reporter.states()).endsWith("h:APPLIED");

    fixture.pipeline.removeTarget(late);
    fixture.push("h2", ratio(0.6));
    assertThat(late.inForce().tree()).isNotEqualTo(fixture.target.inForce().tree());
  }

  @Test
  void lateTargetThatCannotGetsTheStartUpDocumentAndTheTruthIsTold() {
    fixture.start();
    Map<String, Object> startup = fixture.target.inForce().tree();
    fixture.push("h", ratio(0.5));
    RecordingTarget late = new RecordingTarget("late");
    late.onPrepare = d -> hasRatio(d) ? refusal("tracer_provider.sampler") : null;
    fixture.pipeline.addTarget(late);
    fixture.scheduler.runAll();

    assertThat(late.inForce().tree()).isEqualTo(startup);
    assertThat(fixture.reporter.states()).endsWith("h:FAILED");
    assertThat(fixture.reporter.lastStatus().errorMessage()).contains("target late");
    assertThat(fixture.reporter.effective.get(fixture.reporter.effective.size() - 1))
        .extracting(ConfigFile::name)
        .containsExactly("opentelemetry.yaml", "opentelemetry-late.yaml");

    // The same content under a new hash is not taken as in force everywhere.
    late.onPrepare = d -> null;
    assertThat(fixture.push("h2", ratio(0.5)).state()).isEqualTo(RemoteConfigState.APPLIED);
    assertThat(late.inForce().tree()).isEqualTo(fixture.target.inForce().tree());
  }

  @Test
  void secretsOfTheStartUpDocumentStayHiddenInTheTargetThatRunsIt(@TempDir Path dir)
      throws Exception {
    String document =
        """
        file_format: "1.0"
        tracer_provider:
          processors:
            - batch:
                exporter: {otlp_http: {endpoint: "https://collector.example.com/%s"}}
        """;
    Path file = Files.writeString(dir.resolve("sdk.yaml"), document.formatted("${IN_PATH}"));
    fixture.environment.put("IN_PATH", "s3cret-path");
    fixture.environment.put("OTEL_CONFIG_FILE", file.toString());
    fixture.start();
    fixture.push("h", document.formatted("other"));
    RecordingTarget late = new RecordingTarget("late");
    late.onPrepare = d -> d.toString().contains("other") ? refusal("tracer_provider") : null;
    fixture.pipeline.addTarget(late);
    fixture.scheduler.runAll();

    assertThat(late.inForce().tree().toString()).contains("s3cret-path");
    assertThat(fixture.reporter.effective.get(fixture.reporter.effective.size() - 1))
        .hasSize(2)
        .allSatisfy(told -> assertThat(new String(told.body(), UTF_8)).doesNotContain("s3cret"));
  }

  @Test
  void partIsAppliedOnlyWhenAskedForAndNeverCalledApplied() {
    fixture.partial = true;
    fixture.start();
    fixture.target.onPrepare =
        d -> d.toString().contains("drop=") ? refusal("meter_provider.views[0].stream") : null;
    fixture.push(
        "h",
        ratio(0.5)
            + """

            unknown: 1
            propagator: {composite: [{pigeon: }]}
            meter_provider:
              views:
                - {selector: {instrument_name: x}, stream: {aggregation: {drop: }}}
            """);

    assertThat(fixture.reporter.lastStatus().state()).isEqualTo(RemoteConfigState.FAILED);
    assertThat(fixture.reporter.lastStatus().errorMessage())
        .startsWith("applied in part")
        .contains("unknown", "propagator.composite[0].pigeon", "meter_provider.views[0].stream");
    assertThat(fixture.sampler()).isEqualTo(Map.of("trace_id_ratio_based", Map.of("ratio", 0.5)));
    // What lost its only item keeps the start-up list.
    assertThat(fixture.target.inForce().tree().get("propagator").toString())
        .contains("tracecontext");
    assertThat(fixture.store.content).isNull();
  }

  @Test
  void partialOfferWithNothingLeftChangesNothing() {
    fixture.partial = true;
    fixture.start();
    Object before = fixture.target.inForce().tree();
    assertThat(fixture.push("h", "unknown: 1").errorMessage()).startsWith("unknown");
    assertThat(fixture.target.inForce().tree()).isEqualTo(before);
  }

  @Test
  @Tag("CFG-18")
  void lastWorkingConfigIsInForceBeforeTheServerIsReached() {
    fixture.start();
    fixture.push("h1", ratio(0.5));
    fixture.push("bad", "x: 1");

    PipelineFixture next = new PipelineFixture();
    next.store = fixture.store;
    next.start();
    assertThat(next.reporter.states()).containsExactly("h1:APPLIED");
    assertThat(next.sampler()).isEqualTo(Map.of("trace_id_ratio_based", Map.of("ratio", 0.5)));
    assertThat(next.target.count("commit")).isEqualTo(1);
    next.push("h1", ratio(0.5));
    assertThat(next.reporter.states()).containsExactly("h1:APPLIED");
  }

  @Test
  @Tag("CFG-18")
  void withoutStoredConfigNothingIsReported() {
    fixture.start();
    assertThat(fixture.reporter.statuses).isEmpty();
    assertThat(fixture.reporter.effective).hasSize(1);
  }

  @Test
  void storedConfigThatFailsIsPutAsideAndReported() {
    fixture.start();
    fixture.push("h1", ratio(0.5));
    PipelineFixture next = new PipelineFixture();
    next.store = fixture.store;
    next.target.onPrepare = d -> hasRatio(d) ? refusal("tracer_provider.sampler") : null;
    next.start();

    assertThat(next.reporter.states()).containsExactly("h1:FAILED");
    assertThat(next.standings)
        .extracting(RemoteConfigStatusSnapshot::state)
        .containsExactly(RemoteConfigState.FAILED);
    assertThat(next.outcomes).isEmpty();
    assertThat(next.store.quarantined).isNotNull();
    assertThat(next.store.content).isNull();
    assertThat(next.sampler().toString()).contains("parent_based");
  }

  @Test
  void damagedOrUnreachableStoreIsNoReasonToStop() {
    fixture.store.content = new byte[] {1, 2, 3};
    fixture.start();
    assertThat(fixture.store.quarantined).containsExactly(1, 2, 3);
    assertThat(fixture.sampler()).isNotNull();

    fixture.store.broken = true;
    assertThat(fixture.push(offer("h", ratio(0.5))).state()).isEqualTo(RemoteConfigState.APPLIED);
    PipelineFixture next = new PipelineFixture();
    next.store = fixture.store;
    next.start();
    assertThat(next.sampler().toString()).contains("parent_based");
  }

  @Test
  void removedRemoteConfigStaysRemovedAfterARestart() {
    fixture.start();
    fixture.push("h1", ratio(0.5));
    fixture.push(offer("h2"));
    PipelineFixture next = new PipelineFixture();
    next.store = fixture.store;
    next.start();
    assertThat(next.reporter.states()).containsExactly("h2:APPLIED");
    assertThat(next.sampler().toString()).contains("parent_based");
  }
}
