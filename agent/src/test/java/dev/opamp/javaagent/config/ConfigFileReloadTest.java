package dev.opamp.javaagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.DestinationOffer;
import dev.opamp.javaagent.opamp.RemoteConfigState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the configuration in force when the file below it changes. */
class ConfigFileReloadTest {

  private static final String EXPORTER =
      """
      file_format: "1.0"
      tracer_provider:
        processors:
          - batch: {exporter: {otlp_http: {endpoint: "https://%s.example.com/v1/traces"}}}
      """;

  private static final String TEAM = "resource: {attributes: [{name: team, value: '${TEAM}'}]}\n";

  @TempDir Path dir;
  private final PipelineFixture fixture = new PipelineFixture();
  private Path file;
  private int written;

  @BeforeEach
  void nameFile() throws Exception {
    file = dir.resolve("sdk.yaml");
    fixture.environment.put("OTEL_CONFIG_FILE", file.toString());
    write(EXPORTER.formatted("one"));
  }

  /** Each time stamp is another one, and old enough not to be looked at twice. */
  private void write(String content) throws Exception {
    Files.writeString(file, content);
    Files.setLastModifiedTime(
        file, FileTime.from(Instant.now().minusSeconds(3_600 - 10 * written++)));
  }

  private boolean follow() {
    return fixture.pipeline.followConfigFile();
  }

  private @Nullable String problem() {
    return fixture.pipeline.configFileProblem();
  }

  private boolean change(String content) throws Exception {
    write(content);
    return follow();
  }

  private String inForce() {
    return fixture.target.inForce().tree().toString();
  }

  private void rewind() {
    fixture.target.events.clear();
    fixture.reporter.effective.clear();
    fixture.reporter.statuses.clear();
  }

  @Test
  void unchangedFileDoesNothing() {
    fixture.start();
    rewind();
    assertThat(follow()).isFalse();
    assertThat(problem()).isEmpty();
    assertThat(fixture.target.events).isEmpty();
    assertThat(fixture.reporter.effective).isEmpty();
  }

  @Test
  void logLevelOfTheFileCountsWhereAnOfferSaysNothingElse() throws Exception {
    write("log_level: info\n" + EXPORTER.formatted("one"));
    fixture.start();
    assertThat(fixture.levels).containsExactly("info");
    change("log_level: debug\n" + EXPORTER.formatted("one"));
    fixture.push("h1", "log_level: error");
    fixture.push("h2", "disabled: false");
    change(EXPORTER.formatted("one"));
    assertThat(fixture.levels).containsExactly("info", "debug", "error", "debug", "");
  }

  @Test
  void logLevelThatAnOfferTakesBackIsNeitherInForceNorReported() throws Exception {
    write("log_level: info\n" + EXPORTER.formatted("one"));
    fixture.start();
    assertThat(fixture.reporter.lastEffective()).contains("log_level: info");
    fixture.push("h1", "log_level:");
    assertThat(fixture.levels).containsExactly("info", "");
    assertThat(fixture.reporter.lastEffective()).doesNotContain("log_level");
  }

  @Test
  void logLevelOfTheFileThatDoesNotCountIsNotReported() throws Exception {
    write("log_level: info\n" + EXPORTER.formatted("one"));
    fixture.startupLogLevel = false;
    fixture.start();
    assertThat(fixture.levels).isEmpty();
    assertThat(fixture.reporter.lastEffective()).doesNotContain("log_level");
    fixture.push("h1", "log_level: error");
    assertThat(fixture.levels).containsExactly("error");
    assertThat(fixture.reporter.lastEffective()).contains("log_level: error");
  }

  @Test
  void fileThatNoSdkCanBeBuiltFromAtTheStartIsAProblemUntilItIsRepaired() throws Exception {
    fixture.target.onPrepare =
        tree -> tree.toString().contains("one") ? new IllegalStateException("no CA") : null;
    fixture.start();
    assertThat(inForce()).isEqualTo("{}");
    assertThat(problem()).contains(file.toString()).contains("not in force").contains("no CA");
    change(EXPORTER.formatted("two"));
    assertThat(inForce()).contains("two.example.com");
    assertThat(problem()).isEmpty();
  }

  @Test
  void fileThatALaterSdkCannotBeBuiltFromIsAProblemUntilThatIsGone() {
    fixture.start();
    RecordingTarget late = new RecordingTarget("late");
    late.onPrepare = tree -> new IllegalStateException("not here");
    fixture.pipeline.addTarget(late);
    fixture.scheduler.runAll();
    assertThat(problem()).contains("target late");
    fixture.pipeline.removeTarget(late);
    fixture.scheduler.runAll();
    assertThat(problem()).isEmpty();
  }

  @Test
  void withoutFileThereIsNothingToFollow() {
    fixture.environment.clear();
    fixture.start();
    assertThat(follow()).isFalse();
    assertThat(problem()).isNull();
  }

  @Test
  void changedFileIsInForceAndReported() throws Exception {
    fixture.start();
    rewind();
    assertThat(change(EXPORTER.formatted("two"))).isTrue();
    assertThat(inForce()).contains("two.example.com").doesNotContain("one.example.com");
    assertThat(fixture.target.events).containsExactly("own:prepare", "own:commit", "own:retire");
    assertThat(fixture.reporter.effective).hasSize(1);
    assertThat(fixture.reporter.lastEffective()).contains("two.example.com");
    assertThat(fixture.reporter.statuses).isEmpty();
    assertThat(follow()).isFalse();
    assertThat(fixture.target.count("prepare")).isEqualTo(1);
  }

  @Test
  void commentAloneChangesNothingInTheTarget() throws Exception {
    fixture.start();
    rewind();
    change(EXPORTER.formatted("one") + "# nothing but words\n");
    assertThat(fixture.target.events).isEmpty();
    assertThat(fixture.reporter.effective).isEmpty();
    assertThat(problem()).isEmpty();
  }

  @Test
  void offerStaysLaidOverAndGoesBackToTheFileOfNow() throws Exception {
    fixture.start();
    fixture.push("h", PipelineFixture.ratio(0.5));
    rewind();
    assertThat(change(EXPORTER.formatted("two"))).isTrue();
    assertThat(inForce()).contains("two.example.com").contains("ratio=0.5");
    assertThat(fixture.reporter.statuses).isEmpty();

    fixture.push("none", "");
    assertThat(fixture.reporter.lastStatus().state()).isEqualTo(RemoteConfigState.APPLIED);
    assertThat(inForce()).contains("two.example.com").doesNotContain("ratio");
  }

  @Test
  void offerWinsOverWhatTheFileSaysOfTheSameKey() throws Exception {
    fixture.start();
    fixture.push("h", PipelineFixture.ratio(0.5));
    change(EXPORTER.formatted("two") + "  sampler: {always_off: }\n");
    assertThat(inForce()).contains("ratio=0.5").doesNotContain("always_off");
  }

  @Test
  void badFileKeepsEverythingUntilItIsGoodAgain() throws Exception {
    fixture.start();
    fixture.push("h", PipelineFixture.ratio(0.5));
    String before = inForce();
    rewind();
    assertThat(change(EXPORTER.formatted("two") + "  sampler: {always_of: }\n")).isFalse();
    assertThat(problem())
        .contains(file.toString())
        .contains("tracer_provider.sampler.always_of (line 5)")
        .contains("not used");
    assertThat(follow()).isFalse();
    assertThat(inForce()).isEqualTo(before);
    assertThat(fixture.target.events).isEmpty();
    assertThat(fixture.reporter.effective).isEmpty();
    assertThat(fixture.reporter.statuses).isEmpty();

    assertThat(change(EXPORTER.formatted("two"))).isTrue();
    assertThat(problem()).isEmpty();
    assertThat(inForce()).contains("two.example.com");
  }

  @Test
  void badFileThatIsPutBackHealsWithoutAChange() throws Exception {
    fixture.start();
    rewind();
    change("{");
    assertThat(problem()).isNotEmpty();
    change(EXPORTER.formatted("one"));
    assertThat(problem()).isEmpty();
    assertThat(fixture.target.events).isEmpty();
  }

  @Test
  void removedFileLeavesWhatIsInForce() throws Exception {
    fixture.start();
    String before = inForce();
    Files.delete(file);
    follow();
    assertThat(problem()).isEmpty();
    follow();
    assertThat(problem()).contains("cannot be read (NoSuchFileException)");
    assertThat(inForce()).isEqualTo(before);
    change(EXPORTER.formatted("one"));
    assertThat(problem()).isEmpty();
  }

  @Test
  void fileThatComesOrIsRepairedLaterIsPutInForce() throws Exception {
    for (String first : new String[] {"", "file_format: 17\n"}) {
      PipelineFixture late = new PipelineFixture();
      late.environment.putAll(fixture.environment);
      if (first.isEmpty()) {
        Files.delete(file);
      } else {
        write(first);
      }
      late.start();
      assertThat(late.pipeline.configFileProblem()).contains("not used");
      write(EXPORTER.formatted("late"));
      assertThat(late.pipeline.followConfigFile()).isTrue();
      assertThat(late.pipeline.configFileProblem()).isEmpty();
      assertThat(late.target.inForce().tree().toString()).contains("late.example.com");
    }
  }

  @Test
  void destinationsThatAreAllowedFollowTheFile() throws Exception {
    fixture.start();
    change(EXPORTER.formatted("two"));
    assertThat(fixture.pipeline.allowsDestination("https://two.example.com")).isTrue();
    assertThat(fixture.pipeline.allowsDestination("https://one.example.com")).isFalse();
    assertThat(fixture.push("h1", EXPORTER.formatted("one")).state())
        .isEqualTo(RemoteConfigState.FAILED);
    assertThat(fixture.push("h2", EXPORTER.formatted("two")).state())
        .isEqualTo(RemoteConfigState.APPLIED);
  }

  @Test
  void fileThatDoesNotGoWithTheOfferWaitsForAnother() throws Exception {
    fixture.start();
    fixture.push("h", EXPORTER.formatted("one"));
    String before = inForce();
    rewind();
    assertThat(change(EXPORTER.formatted("two"))).isFalse();
    assertThat(problem())
        .contains("below the remote configuration")
        .contains("tracer_provider.processors[0].batch.exporter.otlp_http.endpoint")
        .contains("otel.opamp.destinations");
    assertThat(inForce()).isEqualTo(before);
    assertThat(fixture.reporter.statuses).isEmpty();
    assertThat(fixture.target.events).isEmpty();

    fixture.push("none", "");
    assertThat(inForce()).contains("one.example.com");
    assertThat(follow()).isTrue();
    assertThat(inForce()).contains("two.example.com");
    assertThat(problem()).isEmpty();
  }

  @Test
  void offerThatWasRefusedBecauseOfTheFileIsInForceOnceTheFileAllowsIt() throws Exception {
    fixture.start();
    assertThat(fixture.push("h", EXPORTER.formatted("two")).state())
        .isEqualTo(RemoteConfigState.FAILED);
    rewind();
    change(EXPORTER.formatted("three"));
    assertThat(fixture.reporter.statuses).isEmpty();
    change(EXPORTER.formatted("two") + "  sampler: {always_off: }\n");
    assertThat(fixture.reporter.statuses).hasSize(1);
    assertThat(fixture.reporter.lastStatus().state()).isEqualTo(RemoteConfigState.APPLIED);
    assertThat(fixture.store.load()).isNotNull();
    assertThat(inForce()).contains("two.example.com").contains("always_off");
  }

  @Test
  void storedOfferOutlivesAStartAtWhichTheFileIsNotThere() throws Exception {
    fixture.start();
    fixture.push("h", EXPORTER.formatted("one") + "  sampler: {always_off: }\n");
    Files.delete(file);
    PipelineFixture next = new PipelineFixture();
    next.environment.putAll(fixture.environment);
    next.store = fixture.store;
    next.start();
    assertThat(next.reporter.lastStatus().state()).isEqualTo(RemoteConfigState.FAILED);

    write(EXPORTER.formatted("one"));
    assertThat(next.pipeline.followConfigFile()).isTrue();
    assertThat(next.reporter.lastStatus().state()).isEqualTo(RemoteConfigState.APPLIED);
    assertThat(next.target.inForce().tree().toString()).contains("always_off");
    assertThat(next.store.load()).isNotNull();
  }

  @Test
  void connectionThatIsNotAllowedAnyMoreKeepsTheFileOut() throws Exception {
    fixture.start();
    OtherConnections connections =
        OtherConnections.NONE.with(
            Map.of("c", DestinationOffer.builder().endpoint("https://one.example.com").build()));
    assertThat(fixture.pipeline.changeConnections(connections, Set.of("c"))).isEmpty();
    assertThat(change(EXPORTER.formatted("two"))).isFalse();
    assertThat(problem()).contains("other_connections/c").contains("destination_endpoint");
    assertThat(inForce()).contains("one.example.com");
  }

  @Test
  void targetThatRefusesIsAskedOnceForEachContent() throws Exception {
    fixture.start();
    rewind();
    fixture.target.onPrepare =
        tree ->
            tree.toString().contains("two")
                ? new ConfigRejectedException(
                    new ConfigProblem("tracer_provider.processors[0]", 0, "no such s3cret-team"))
                : null;
    fixture.environment.put("TEAM", "s3cret-team");
    change(EXPORTER.formatted("two") + TEAM);
    assertThat(problem())
        .contains("tracer_provider.processors[0] (line 4)")
        .contains("no such")
        .doesNotContain("s3cret")
        .contains("target own");
    follow();
    assertThat(fixture.target.count("prepare")).isEqualTo(1);
    assertThat(inForce()).contains("one.example.com");
    assertThat(fixture.reporter.effective).isEmpty();

    change(EXPORTER.formatted("three"));
    assertThat(problem()).isEmpty();
    assertThat(inForce()).contains("three.example.com");
  }

  @Test
  void refusedFileIsTriedAgainWhenItsCredentialsCome() throws Exception {
    fixture.start();
    Path ca = dir.resolve("ca.pem");
    fixture.target.onPrepare =
        tree ->
            tree.toString().contains("ca_file") && !Files.exists(ca)
                ? new IllegalArgumentException("no CA")
                : null;
    change(
        EXPORTER
            .formatted("two")
            .replace("/v1/traces\"", "/v1/traces\", tls: {ca_file: \"" + ca + "\"}"));
    assertThat(problem()).contains("no CA");
    assertThat(follow()).isFalse();
    Files.writeString(ca, "a certificate");
    assertThat(follow()).isTrue();
    assertThat(problem()).isEmpty();
    assertThat(inForce()).contains("two.example.com");
  }

  @Test
  void allTargetsChangeOrNone() throws Exception {
    fixture.start();
    RecordingTarget second = new RecordingTarget("second");
    fixture.pipeline.addTarget(second);
    fixture.scheduler.runAll();
    second.onPrepare =
        tree -> tree.toString().contains("two") ? new IllegalStateException("not here") : null;
    assertThat(change(EXPORTER.formatted("two"))).isFalse();
    assertThat(problem()).contains("target second");
    assertThat(inForce()).contains("one.example.com");
    assertThat(follow()).isFalse();
    assertThat(change(EXPORTER.formatted("three"))).isTrue();
    assertThat(second.inForce()).isEqualTo(fixture.target.inForce());
  }

  @Test
  void refusedFileIsInForceWhenTheTargetThatRefusedItIsGone() throws Exception {
    fixture.start();
    RecordingTarget second = new RecordingTarget("second");
    fixture.pipeline.addTarget(second);
    fixture.scheduler.runAll();
    second.onPrepare = tree -> new IllegalStateException("not here");
    assertThat(change(EXPORTER.formatted("two"))).isFalse();
    fixture.pipeline.removeTarget(second);
    fixture.scheduler.runAll();
    assertThat(follow()).isTrue();
    assertThat(inForce()).contains("two.example.com");
  }

  @Test
  void targetThatCouldNotTakeTheOfferFollowsTheFile() throws Exception {
    fixture.start();
    fixture.push("h", PipelineFixture.ratio(0.5));
    RecordingTarget late = new RecordingTarget("late");
    late.onPrepare =
        tree -> tree.toString().contains("ratio") ? new IllegalStateException("not here") : null;
    fixture.pipeline.addTarget(late);
    fixture.scheduler.runAll();
    assertThat(change(EXPORTER.formatted("two"))).isTrue();
    assertThat(late.inForce().tree().toString()).contains("two.example.com").doesNotContain("0.5");
    assertThat(inForce()).contains("two.example.com").contains("ratio=0.5");
  }

  @Test
  void valuesFromTheEnvironmentAreReadAnewAndStayHidden() throws Exception {
    fixture.environment.put("TEAM", "s3cret-team");
    fixture.start();
    change(EXPORTER.formatted("two") + TEAM);
    assertThat(inForce()).contains("s3cret-team");
    assertThat(fixture.reporter.lastEffective()).contains("team").doesNotContain("s3cret");
    fixture.push("h", PipelineFixture.ratio(0.5));
    assertThat(fixture.reporter.lastEffective()).contains("ratio").doesNotContain("s3cret");

    change(EXPORTER.formatted("x") + TEAM.replace("name:", "nam:"));
    assertThat(problem()).contains("resource").doesNotContain("s3cret");
    fixture.environment.put("TEAM", "0ther-secret");
    change(EXPORTER.formatted("x") + TEAM);
    assertThat(inForce()).contains("0ther-secret");
    assertThat(fixture.reporter.lastEffective()).doesNotContain("0ther");
  }

  @Test
  void storedOfferIsAsItWasAndLiesOverTheFileOfTheNextStart() throws Exception {
    fixture.start();
    fixture.push("h", PipelineFixture.ratio(0.5));
    byte[] stored = fixture.store.load();
    change(EXPORTER.formatted("two"));
    assertThat(fixture.store.load()).isSameAs(stored);

    PipelineFixture next = new PipelineFixture();
    next.environment.putAll(fixture.environment);
    next.store = fixture.store;
    next.start();
    assertThat(next.target.inForce().tree()).isEqualTo(fixture.target.inForce().tree());
  }

  @Test
  void partOfAnOfferStaysAPart() throws Exception {
    fixture.partial = true;
    fixture.start();
    fixture.push("h", PipelineFixture.ratio(0.5) + "\nmeter_provider: {no_such: 1}");
    assertThat(fixture.reporter.lastStatus().errorMessage()).contains("applied in part");
    rewind();
    assertThat(change(EXPORTER.formatted("two"))).isTrue();
    assertThat(inForce()).contains("two.example.com").contains("ratio=0.5");
    assertThat(fixture.reporter.statuses).isEmpty();
  }

  @Test
  void manyChangesEndAtTheLast() throws Exception {
    fixture.start();
    Map<String, Object> seen = new TreeMap<>();
    for (int i = 0; i < 50; i++) {
      boolean good = i % 3 != 1;
      assertThat(change(good ? EXPORTER.formatted("host" + i) : "[" + i)).isEqualTo(good);
      seen.put(inForce(), i);
    }
    assertThat(inForce()).contains("host48.example.com");
    assertThat(problem()).isNotEmpty();
    assertThat(seen).hasSize(33);
  }
}
