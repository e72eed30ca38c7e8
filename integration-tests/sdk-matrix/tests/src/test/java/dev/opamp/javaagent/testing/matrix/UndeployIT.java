package dev.opamp.javaagent.testing.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Applications come and go in a server that stays: each brings its own SDK, and takes it along. */
class UndeployIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String ALL_OFF = "tracer_provider: {sampler: {always_off: }}\n";
  private static final String ELSEWHERE =
      """
      tracer_provider:
        sampler: {parent_based: {root: {trace_id_ratio_based: {ratio: 0.5}}}}
        processors:
          - batch: {schedule_delay: 100, exporter: {otlp_http: {endpoint: "@b@/v1/traces"}}}
      logger_provider:
        processors:
          - batch: {schedule_delay: 100, exporter: {otlp_http: {endpoint: "@b@/v1/logs"}}}
      meter_provider:
        readers:
          - periodic: {interval: 200, exporter: {otlp_http: {endpoint: "@b@/v1/metrics"}}}
        views:
          - {selector: {instrument_name: stock.moves}, stream: {aggregation: {drop: {}}}}
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  private Bed bed;
  private Tomcat tomcat;

  /** A test of the test: what is not collected without the agent says nothing about the agent. */
  @Test
  void withoutTheAgentTheClassLoaderIsCollected(@TempDir Path base) throws Exception {
    try (Bed started = start(Mode.LATE, base)) {
      bed = started;
      undeployFirst();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"START", "LATE"})
  void withAnOfferInForceTheClassLoaderIsCollected(Mode mode, @TempDir Path base) throws Exception {
    try (Bed started = start(mode, base)) {
      bed = started;
      bed.takeControl();
      assertThat(bed.offer(bed.places().fill(ELSEWHERE)).getErrorMessage()).isEmpty();
      for (Scene scene : bed.scenes(Instant.now())) {
        Checks.both(Checks.spansAt(Place.B), Checks.logsAt(Place.B)).in(scene);
      }
      undeployFirst();
      bed.awaitTargets(1);
      // The other application is still controlled, and the server still works.
      assertThat(bed.offer(ALL_OFF).getErrorMessage()).isEmpty();
      Scene other = bed.scenes(Instant.now()).get(1);
      Checks.both(Checks.noSpansAt(Place.A), Checks.metricsAt(Place.A)).in(other);
    }
  }

  @Test
  void twoApplicationsAreTwoTargetsAndOneOfferChangesBoth(@TempDir Path base) throws Exception {
    try (Bed started = start(Mode.START, base)) {
      bed = started;
      bed.takeControl();
      assertThat(bed.targets()).hasSize(2).doesNotHaveDuplicates();
      assertThat(bed.offer(ALL_OFF).getErrorMessage()).isEmpty();
      List<Scene> scenes = bed.scenes(Instant.now());
      for (Scene scene : scenes) {
        Checks.both(Checks.noSpansAt(Place.A), Checks.metricsAt(Place.A)).in(scene);
      }
      // An SDK with the same in force as the first has no file of its own.
      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(bed.effectiveConfig().values())
                      .isNotEmpty()
                      .allMatch(text -> text.contains("always_off")));
    }
  }

  private Bed start(Mode mode, Path base) throws Exception {
    Cell cell =
        new Cell(Target.of(Kind.TOMCAT, String.join(" and ", Target.WEB_SDKS)), mode, Jdk.FIRST);
    Bed made = new Bed(cell);
    tomcat = new Tomcat(base, Host.freePort());
    String endpoint = Host.endpoint(cell, made.places().at(Place.A));
    for (int i = 0; i < 2; i++) {
      tomcat.deploy(
          cell.services().get(i), Target.WEB_SDKS.get(i), i == 0, cell.protocol(), endpoint);
    }
    tomcat.deployProbe();
    made.startTomcat(tomcat);
    return made;
  }

  private void undeployFirst() throws Exception {
    assertThat(answer(tomcat.probe("web-one"))).isEqualTo("present");
    tomcat.undeploy("web-one");
    // Each question collects garbage; pipelines that were replaced have their seconds to end.
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(answer(tomcat.probe("web-one"))).isEqualTo("collected"));
    assertThat(answer(tomcat.probe("web-two"))).isEqualTo("present");
  }

  private String answer(String url) throws Exception {
    return client
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
  }
}
