package dev.opamp.javaagent.config;

import static dev.opamp.javaagent.config.PipelineFixture.offer;
import static dev.opamp.javaagent.config.PipelineFixture.ratio;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.ConfigFile;
import dev.opamp.javaagent.opamp.RemoteConfigOffer;
import dev.opamp.javaagent.opamp.RemoteConfigState;
import dev.opamp.javaagent.opamp.RemoteConfigStatusSnapshot;
import dev.opamp.javaagent.settings.Power;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigPipelineTest {

  private static final Object STARTUP_SAMPLER =
      Documents.tree("parent_based: {root: {always_on: }}");

  private final PipelineFixture fixture = new PipelineFixture();

  private static Object ratioOf(double ratio) {
    return Map.of("trace_id_ratio_based", Map.of("ratio", ratio));
  }

  @Test
  @Tag("CFG-03")
  @Tag("CFG-04")
  @Tag("EFF-01")
  @Tag("EFF-03")
  @Tag("EFF-06")
  void goodOfferIsAppliedAndReadBack() {
    fixture.start();
    RemoteConfigStatusSnapshot status = fixture.push("h1", ratio(0.25));

    assertThat(fixture.reporter.states()).containsExactly("h1:APPLYING", "h1:APPLIED");
    assertThat(status.errorMessage()).isEmpty();
    assertThat(fixture.sampler()).isEqualTo(ratioOf(0.25));
    assertThat(fixture.reporter.effective).hasSize(2);
    assertThat(fixture.reporter.lastEffective())
        .contains("trace_id_ratio_based:\n      ratio: 0.25");
    assertThat(fixture.reporter.effective.get(1))
        .singleElement()
        .satisfies(
            file -> {
              assertThat(file.name()).isEqualTo("opentelemetry.yaml");
              assertThat(file.contentType()).isEqualTo("text/yaml");
            });
    assertThat(fixture.outcomes).containsExactly(status);
    assertThat(fixture.exchanged)
        .containsExactly(List.of(new ChangeStep("tracer_provider", SwapKind.GENERATION)));
  }

  @Test
  @Tag("CFG-02")
  void hashIsEchoedByteForByte() {
    fixture.start();
    byte[] odd = {0, (byte) 0xff, 0, (byte) 0x80};
    byte[] longest = new byte[1024];
    new Random(7).nextBytes(longest);
    for (byte[] hash : List.of(odd, longest)) {
      RemoteConfigOffer offer =
          new RemoteConfigOffer(hash, List.of(Documents.file("", ratio(0.5))));
      assertThat(fixture.push(offer).hash()).isEqualTo(hash);
    }
  }

  @ParameterizedTest
  @Tag("CFG-04")
  @Tag("CFG-06")
  @Tag("CFG-15")
  @Tag("CFG-16")
  @Tag("EFF-11")
  @CsvSource(
      delimiter = '|',
      value = {
        "a: [1 | not valid YAML",
        "tracer_provider: {sampler: {trace_id_ratio_based: {ratio: lots}}} | tracer_provider.sampler.trace_id_ratio_based.ratio",
        "tracer_provider: {sampler: {dice: }} | tracer_provider.sampler.dice",
        "tracer_provider: {sampler: {always_on: , always_off: }} | tracer_provider.sampler",
        "instrumentation/development: {java: {}} | instrumentation/development",
        "nothing_known: 1 | nothing_known",
        "tracer_provider: {processors: [{batch: {exporter: {otlp_http: {endpoint: 'http://evil.example.org'}}}}]} | otel.opamp.destinations",
        "file_format: ~ | file_format",
      })
  void badOfferIsFailedWithItsPathAndNothingChanges(String body, String said) {
    fixture.start();
    fixture.push("good", ratio(0.5));
    String before = fixture.reporter.lastEffective();

    RemoteConfigStatusSnapshot status = fixture.push("bad", body);

    assertThat(status.state()).isEqualTo(RemoteConfigState.FAILED);
    assertThat(status.hash()).isEqualTo("bad".getBytes(StandardCharsets.US_ASCII));
    assertThat(status.errorMessage()).contains(said);
    assertThat(fixture.sampler()).isEqualTo(ratioOf(0.5));
    assertThat(fixture.reporter.lastEffective()).isEqualTo(before);
    assertThat(fixture.push("next", ratio(0.75)).state()).isEqualTo(RemoteConfigState.APPLIED);
    assertThat(fixture.reporter.lastStatus().errorMessage()).isEmpty();
    assertThat(fixture.sampler()).isEqualTo(ratioOf(0.75));
  }

  @Test
  @Tag("CFG-07")
  @Tag("RB-15")
  @Tag("RB-32")
  void sameHashAgainIsIgnoredEvenWithOtherContent() {
    fixture.start();
    fixture.push("h", ratio(0.5));
    long commits = fixture.target.count("commit");
    for (int i = 0; i < 5; i++) {
      fixture.push("h", ratio(0.1));
    }
    assertThat(fixture.target.count("commit")).isEqualTo(commits);
    assertThat(fixture.reporter.states()).containsExactly("h:APPLYING", "h:APPLIED");
  }

  @Test
  void rejectedHashIsNotTriedAgain() {
    fixture.start();
    fixture.push("bad", "x: 1");
    fixture.push("bad", "x: 1");
    assertThat(fixture.reporter.states()).containsExactly("bad:APPLYING", "bad:FAILED");
  }

  @Test
  @Tag("CFG-08")
  @Tag("EFF-04")
  void equalContentUnderANewHashTouchesNoTarget() {
    fixture.start();
    fixture.push("h1", ratio(0.5));
    int prepared = fixture.target.events.size();
    assertThat(fixture.push("h2", "# reformatted\n" + ratio(0.5)).state())
        .isEqualTo(RemoteConfigState.APPLIED);
    assertThat(fixture.target.events).hasSize(prepared);
    assertThat(fixture.reporter.effective).hasSize(2);
    assertThat(fixture.reporter.states()).endsWith("h2:APPLYING", "h2:APPLIED");
  }

  @Test
  @Tag("CFG-09")
  void withoutHashTheContentDecides() {
    fixture.start();
    fixture.push("", ratio(0.5));
    fixture.push("", ratio(0.5));
    assertThat(fixture.reporter.states()).containsExactly(":APPLYING", ":APPLIED");
    fixture.push("", ratio(0.6));
    assertThat(fixture.sampler()).isEqualTo(ratioOf(0.6));
    assertThat(fixture.reporter.lastStatus().hash()).isEmpty();
  }

  @Test
  @Tag("CFG-10")
  void offerWithoutConfigPartChangesNothing() {
    fixture.start();
    fixture.push("h1", ratio(0.5));
    fixture.push(new RemoteConfigOffer("h1".getBytes(StandardCharsets.US_ASCII), null));
    assertThat(fixture.reporter.states()).containsExactly("h1:APPLYING", "h1:APPLIED");

    fixture.push(new RemoteConfigOffer("h2".getBytes(StandardCharsets.US_ASCII), null));
    assertThat(fixture.reporter.states()).endsWith("h2:FAILED");
    assertThat(fixture.reporter.lastStatus().errorMessage()).contains("no config part");
    assertThat(fixture.sampler()).isEqualTo(ratioOf(0.5));
  }

  @Test
  @Tag("CFG-11")
  void emptyMapRevertsExactlyToStartup() {
    fixture.start();
    String initial = fixture.reporter.lastEffective();
    fixture.push("h1", ratio(0.5) + "\nlog_level: debug\nmeter_provider:");
    assertThat(fixture.levels).containsExactly("debug");
    assertThat(fixture.target.inForce().tree()).doesNotContainKey("meter_provider");

    assertThat(fixture.push(offer("h2")).state()).isEqualTo(RemoteConfigState.APPLIED);
    assertThat(fixture.reporter.lastEffective()).isEqualTo(initial);
    assertThat(fixture.sampler()).isEqualTo(STARTUP_SAMPLER);
    assertThat(fixture.levels).containsExactly("debug", "");
  }

  @Test
  @Tag("CFG-12")
  void filesAreMergedInNameOrderWithTheEmptyNameLast() {
    List<ConfigFile> files =
        new ArrayList<>(
            List.of(
                Documents.file("", ratio(0.3)),
                Documents.file("a", ratio(0.1) + "\nlog_level: warn"),
                Documents.file("b", ratio(0.2) + "\ndisabled: true")));
    for (int rotation = 0; rotation < 3; rotation++) {
      PipelineFixture each = new PipelineFixture().start();
      each.push(offer("h", files.toArray(new ConfigFile[0])));
      assertThat(each.reporter.lastStatus().state()).isEqualTo(RemoteConfigState.APPLIED);
      assertThat(each.sampler()).isEqualTo(ratioOf(0.3));
      assertThat(each.target.inForce().tree()).containsEntry("disabled", true);
      assertThat(each.levels).containsExactly("warn");
      java.util.Collections.rotate(files, 1);
    }
  }

  @Test
  @Tag("CFG-13")
  @Tag("CFG-16")
  void oneBadFileFailsTheWholeOfferAndIsNamed() {
    fixture.start();
    RemoteConfigStatusSnapshot status =
        fixture.push(
            offer(
                "h",
                Documents.file("good.yaml", ratio(0.5)),
                Documents.file("strange.txt", "some_other_agent: {x: 1}")));
    assertThat(status.state()).isEqualTo(RemoteConfigState.FAILED);
    assertThat(status.errorMessage()).contains("some_other_agent (line 1)").contains("strange.txt");
    assertThat(fixture.sampler()).isEqualTo(STARTUP_SAMPLER);
  }

  @Test
  void emptyBodyContributesNothing() {
    fixture.start();
    assertThat(fixture.push(offer("h", Documents.file("", ""))).state())
        .isEqualTo(RemoteConfigState.APPLIED);
    assertThat(fixture.sampler()).isEqualTo(STARTUP_SAMPLER);
    assertThat(
            fixture
                .push(offer("h2", Documents.file("", ""), Documents.file("a", ratio(0.5))))
                .state())
        .isEqualTo(RemoteConfigState.APPLIED);
    assertThat(fixture.sampler()).isEqualTo(ratioOf(0.5));
  }

  @Test
  @Tag("RB-33")
  void millionsOfTinyFilesAreRefused() {
    fixture.start();
    ConfigFile[] files = new ConfigFile[1_000_000];
    for (int i = 0; i < files.length; i++) {
      files[i] = Documents.file("f" + i, "");
    }
    RemoteConfigStatusSnapshot status = fixture.push(offer("h", files));
    assertThat(status.state()).isEqualTo(RemoteConfigState.FAILED);
    assertThat(status.errorMessage()).contains("more than 100 files");
  }

  @Test
  @Tag("CFG-17")
  void newerOfferWinsAndOlderHashIsNeverReportedAgain() {
    fixture.start();
    fixture.target.onCommit =
        document -> {
          fixture.target.onCommit = d -> null;
          fixture.pipeline.offer(offer("B", ratio(0.2)));
          return null;
        };
    fixture.push("A", ratio(0.1));
    assertThat(fixture.reporter.states()).containsExactly("A:APPLYING", "B:APPLYING", "B:APPLIED");
    assertThat(fixture.sampler()).isEqualTo(ratioOf(0.2));
  }

  @Test
  @Tag("CFG-17")
  void queuedOffersAreSuperseded() {
    fixture.start();
    long before = fixture.target.count("commit");
    for (int i = 1; i <= 9; i++) {
      fixture.pipeline.offer(offer("h" + i, ratio(i / 10.0)));
    }
    fixture.scheduler.runAll();
    assertThat(fixture.target.count("commit")).isEqualTo(before + 1);
    assertThat(fixture.reporter.states()).endsWith("h9:APPLIED").doesNotContain("h1:APPLIED");
  }

  @Test
  @Tag("RB-16")
  void flappingIsDampedAndTheNewestWins() {
    fixture.gap = Duration.ofSeconds(1);
    fixture.start();
    long before = fixture.target.count("commit");
    for (int i = 0; i < 300; i++) {
      fixture.pipeline.offer(offer("h" + i, ratio(i % 2 == 0 ? 0.1 : 0.2)));
      fixture.scheduler.advance(Duration.ofMillis(100));
    }
    fixture.scheduler.advance(Duration.ofSeconds(2));
    assertThat(fixture.target.count("commit") - before).isBetween(1L, 32L);
    assertThat(fixture.outcomes).hasSizeBetween(10, 32);
    assertThat(fixture.reporter.states()).endsWith("h299:APPLIED");
    assertThat(fixture.sampler()).isEqualTo(ratioOf(0.2));
  }

  @Test
  void timeOfAChangeCountsFromTheArrivalOfItsOffer() {
    fixture.gap = Duration.ofSeconds(1);
    fixture.start();
    fixture.push("h1", ratio(0.1));
    fixture.pipeline.offer(offer("h2", ratio(0.2)));
    fixture.scheduler.advance(Duration.ofSeconds(1));
    assertThat(fixture.times).containsExactly(Duration.ZERO, Duration.ofSeconds(1));
  }

  @Test
  @Tag("SEC-14")
  void messageIsOneLineAndCapped() {
    fixture.start();
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      body.append("unknown_key_number_").append(i).append(": 1\n");
    }
    body.append("? \"a\\nb\"\n: 1\n");
    String message = fixture.push("h", body.toString()).errorMessage();
    assertThat(message).hasSizeLessThanOrEqualTo(1000).doesNotContain("\n");
    assertThat(message).containsPattern("and \\d+ more$").contains("unknown_key_number_0 (line 1)");
  }

  @Test
  @Tag("SEC-09")
  @Tag("EFF-08")
  void secretsAppearNowhere() {
    fixture.environment.put("OTEL_CANARY", "canary-env-value");
    fixture.environment.put("OTEL_EXPORTER_OTLP_HEADERS", "api-key=canary-startup");
    fixture.start();
    fixture.push(
        "h1",
        """
        resource:
          attributes: [{name: x, value: "${OTEL_CANARY}"}]
        logger_provider:
          processors:
            - batch:
                exporter:
                  otlp_http:
                    endpoint: http://user:canary-password@localhost:4318/v1/logs?key=canary-query
                    headers: [{name: api-key, value: canary-header}]
                    headers_list: other=canary-list
        """);
    assertThat(fixture.reporter.lastStatus().errorMessage()).isEmpty();
    assertThat(fixture.reporter.lastEffective())
        .contains("name: api-key", "localhost:4318")
        .doesNotContain("canary");

    fixture.target.onPrepare =
        document ->
            new IllegalStateException(
                "cannot connect to http://u:canary-password@h with canary-header");
    fixture.push(
        "h2",
        "logger_provider: {processors: [{batch: {exporter: {otlp_http: {headers: [{name: a,"
            + " value: canary-header}]}}}}]}");
    assertThat(fixture.reporter.lastStatus().errorMessage())
        .contains("cannot connect")
        .doesNotContain("canary");
  }

  @Test
  @Tag("CFG-01")
  void storedConfigurationIsLeftAloneWhenRemoteConfigurationIsSwitchedOff() {
    fixture.start();
    fixture.push("h1", ratio(0.25));
    byte[] stored = fixture.store.content;

    PipelineFixture next = new PipelineFixture();
    next.store = fixture.store;
    next.enabled = false;
    next.start();

    assertThat(next.sampler()).isEqualTo(STARTUP_SAMPLER);
    assertThat(next.reporter.statuses).isEmpty();
    assertThat(next.store.content).isEqualTo(stored);
  }

  @Test
  @Tag("CFG-06")
  void targetThatFailsWhileAnOfferWaitsDoesNotFailThatOffer() {
    fixture.start();
    fixture.push("h1", ratio(0.25));
    RecordingTarget late = new RecordingTarget("late");
    late.onPrepare =
        document ->
            document.toString().contains("ratio=0.25") ? new IllegalStateException("no") : null;

    fixture.pipeline.addTarget(late);
    fixture.pipeline.offer(offer("h2", ratio(0.5)));
    fixture.scheduler.runAll();

    assertThat(fixture.reporter.states())
        .containsExactly("h1:APPLYING", "h1:APPLIED", "h2:APPLYING", "h2:APPLIED");
  }

  @Test
  @Tag("CFG-20")
  void valuesAreCountedOverAllFilesOfAnOffer() {
    fixture.start();
    String many = "a: [" + "1,".repeat(YamlReader.MAX_NODES / 2) + "]";
    RemoteConfigStatusSnapshot status =
        fixture.push(offer("h1", Documents.file("one", many), Documents.file("two", many)));

    assertThat(status.state()).isEqualTo(RemoteConfigState.FAILED);
    assertThat(status.errorMessage()).contains("more than " + YamlReader.MAX_NODES + " values");
  }

  @Test
  @Tag("SEC-05")
  @Tag("SEC-09")
  void offerThatReadsTheHostsEnvironment_isRefusedWithThePathAndTheSettingThatAllowsIt() {
    fixture.environment.put("DB_PASSWORD", "canary-password");
    fixture.environment.put("OTEL_EXPORTER_OTLP_HEADERS", "api-key=canary-startup");
    fixture.start();
    for (String name : new String[] {"DB_PASSWORD", "OTEL_EXPORTER_OTLP_HEADERS", "NOT_SET:-x"}) {
      fixture.push(name, "resource: {attributes: [{name: x, value: \"${" + name + "}\"}]}");
      assertThat(fixture.reporter.lastStatus().errorMessage())
          .contains("resource.attributes[0].value", "otel.opamp.allow=environment")
          .doesNotContain("canary");
    }
  }

  @Test
  void secretThatMovesUpBehindWhatIsLeftOutStaysHidden() {
    PipelineFixture part = new PipelineFixture();
    part.partial = true;
    part.powers = Set.of(Power.ENVIRONMENT);
    part.environment.put("TEAM", "s3cret-team");
    part.start();
    part.push("h", "resource:\n  attributes:\n  - {nam: x}\n  - {name: team, value: '${TEAM}'}\n");
    assertThat(part.reporter.lastStatus().errorMessage()).contains("applied in part");
    assertThat(part.target.inForce().tree().toString()).contains("s3cret-team");
    assertThat(part.reporter.lastEffective()).contains("team").doesNotContain("s3cret");
  }

  @Test
  void whatMovesUpBehindWhatIsLeftOutKeepsItsLine() throws Exception {
    ConfigDocument document =
        new ConfigParser(Documents.lookups(Map.of()))
            .parse(Documents.file("", "resource:\n  attributes:\n  - {a: 1}\n  - {b: 2}\n"));
    ConfigDocument rest =
        Pruning.without(document, List.of(new ConfigProblem("resource.attributes[0]", 3, "")));
    assertThat(rest.root().toString()).isEqualTo("{resource={attributes=[{b=2}]}}");
    assertThat(rest.problem("resource.attributes[0].b", "is bad").line()).isEqualTo(4);
  }
}
