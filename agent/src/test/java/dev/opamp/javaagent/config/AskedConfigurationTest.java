package dev.opamp.javaagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.RemoteConfigState;
import dev.opamp.javaagent.opamp.RemoteConfigStatusSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What an offer asks for, apart from what is in force with it; and an offer that asks to let go.
 */
class AskedConfigurationTest {

  private static final String LET_GO =
      "distribution: {opamp-javaagent: {config: {enabled: false}}}";

  private final PipelineFixture fixture = new PipelineFixture();

  private Map<String, Object> asked() {
    return fixture.target.inForce().asked();
  }

  @Test
  void nothingIsAskedForAtTheStart() {
    fixture.start();

    assertThat(asked()).isEmpty();
    assertThat(fixture.target.inForce().tree()).isNotEmpty();
  }

  @Test
  void whatAnOfferNamesIsAskedForAlsoWhenItIsInForceAnyway() {
    fixture.start();

    fixture.push("h1", "tracer_provider: {sampler: {parent_based: {root: {always_on: }}}}");

    assertThat(asked())
        .isEqualTo(
            Documents.tree("tracer_provider: {sampler: {parent_based: {root: {always_on: }}}}"));
  }

  @Test
  void keysOfOtherServersAreAskedForAsWhatTheyMean() {
    fixture.start();

    fixture.push(
        PipelineFixture.offer("h1", Documents.file("elastic", "{\"sampling_rate\": \"0.5\"}")));

    assertThat(asked().keySet()).containsExactly("tracer_provider");
    assertThat(asked().toString()).contains("trace_id_ratio_based={ratio=0.5}");
  }

  @Test
  void whatAnOfferTakesOutIsAskedForWithoutAValue() {
    fixture.start();

    fixture.push("h1", "logger_provider: ");

    Map<String, Object> without = new HashMap<>();
    without.put("logger_provider", null);
    assertThat(asked()).isEqualTo(without);
  }

  @Test
  void removedConfigurationAsksForNothing() {
    fixture.start();
    fixture.push("h1", PipelineFixture.ratio(0.5));

    fixture.push(PipelineFixture.offer("h2"));

    assertThat(asked()).isEmpty();
  }

  @Test
  void letGoMeansWhatWasStartedWith() {
    fixture.start();
    Map<String, Object> started = fixture.target.inForce().tree();
    fixture.push("h1", PipelineFixture.ratio(0.5));

    RemoteConfigStatusSnapshot status = fixture.push("h2", LET_GO);

    assertThat(status.state()).isEqualTo(RemoteConfigState.APPLIED);
    assertThat(fixture.target.inForce().tree()).isEqualTo(started);
    assertThat(asked()).isEmpty();
  }

  @Test
  void letGoCanBeTakenBack() {
    fixture.start();
    fixture.push("h1", LET_GO);

    fixture.push(
        "h2",
        "distribution: {opamp-javaagent: {config: {enabled: true}}}\n"
            + PipelineFixture.ratio(0.5));

    assertThat(fixture.reporter.lastStatus().state()).isEqualTo(RemoteConfigState.APPLIED);
    assertThat(fixture.sampler()).isEqualTo(Map.of("trace_id_ratio_based", Map.of("ratio", 0.5)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{config: {enabled: maybe}} | distribution.opamp-javaagent.config.enabled",
        "{config: {enabled: }} | distribution.opamp-javaagent.config.enabled",
        "{config: } | distribution.opamp-javaagent.config",
        "{config: {enabled: true, more: 1}} | distribution.opamp-javaagent.config.more",
        "{other: 1} | distribution.opamp-javaagent.other",
      })
  void whatIsNotUnderstoodIsRefusedWithItsPath(String said, String path) {
    fixture.start();

    RemoteConfigStatusSnapshot status =
        fixture.push("h1", "distribution: {opamp-javaagent: " + said + "}");

    assertThat(status.state()).isEqualTo(RemoteConfigState.FAILED);
    assertThat(status.errorMessage()).startsWith(path);
  }

  @Test
  void nothingElseMayBeAskedForTogetherWithLettingGo() {
    fixture.start();

    RemoteConfigStatusSnapshot status =
        fixture.push("h1", LET_GO + "\n" + PipelineFixture.ratio(0.5));

    assertThat(status.state()).isEqualTo(RemoteConfigState.FAILED);
    assertThat(status.errorMessage()).contains("tracer_provider").contains("does not count");
  }

  @Test
  void otherDistributionsAreRefusedAsBefore() {
    fixture.start();

    RemoteConfigStatusSnapshot status = fixture.push("h1", "distribution: {other: {x: 1}}");

    assertThat(status.state()).isEqualTo(RemoteConfigState.FAILED);
    assertThat(status.errorMessage()).startsWith("distribution");
  }

  @Test
  void sdkThatIsGoneIsForgotten() {
    fixture.start();
    RecordingTarget brief = new RecordingTarget("brief");
    fixture.pipeline.addTarget(brief);
    fixture.scheduler.runAll();
    brief.gone = true;

    fixture.push("h1", PipelineFixture.ratio(0.5));

    assertThat(brief.events).isEqualTo(List.of("brief:prepare", "brief:commit", "brief:retire"));
    assertThat(fixture.target.count("commit")).isEqualTo(2);
  }

  @Test
  void targetThatHasGrownGetsWhatIsInForceAgain() {
    fixture.start();
    fixture.push("h1", PipelineFixture.ratio(0.5));

    fixture.pipeline.addTarget(fixture.target);
    fixture.scheduler.runAll();

    assertThat(fixture.target.count("prepare")).isEqualTo(3);
    fixture.push("h2", PipelineFixture.ratio(0.25));
    assertThat(fixture.target.count("prepare")).as("it is one target").isEqualTo(4);
  }
}
