package dev.opamp.javaagent.testing.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Before the first offer an application's telemetry is what it is without the agent: spans,
 * metrics, logs, resource, and how they are sent.
 */
class SameTelemetryIT {

  static List<Cell> cells() {
    return List.of(
        cell(Kind.GLOBAL, "1.31.0", Mode.START),
        cell(Kind.LOCAL, "1.68.0", Mode.START),
        cell(Kind.LOCAL, "1.44.1", Mode.LATE),
        cell(Kind.AUTO, "1.67.0", Mode.START),
        cell(Kind.AUTO, "1.20.1", Mode.LATE),
        cell(Kind.UPSTREAM, "2.33.1", Mode.START));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void telemetryBeforeTheFirstOfferIsThatWithoutTheAgent(Cell cell) throws Exception {
    Set<String> alone;
    try (Bed bed = new Bed(cell)) {
      bed.startHostAlone();
      alone = fingerprint(bed);
    }
    Set<String> controlled;
    try (Bed bed = new Bed(cell)) {
      bed.startHost();
      bed.takeControl();
      // The second look: with what has become of the SDK since it is controlled.
      bed.places().clear();
      controlled = fingerprint(bed);
      assertThat(bed.host().stdout()).doesNotContain(" broken: ");
    }
    assertThat(Fingerprint.differences(controlled, alone)).isEmpty();
  }

  private static Set<String> fingerprint(Bed bed) throws Exception {
    Set<String> all = new TreeSet<>();
    for (Scene scene : bed.scenes(Instant.now())) {
      Checks.both(Checks.spansAt(Place.A), Checks.metricsAt(Place.A), Checks.logsAt(Place.A))
          .in(scene);
      scene.ticks(5);
      // Another agent has telemetry of its own, of what it happens to see of the JVM.
      all.addAll(Fingerprint.of(scene.target().kind().isAgent() ? scene : scene.whole()));
    }
    return all;
  }

  private static Cell cell(Kind kind, String version, Mode mode) {
    return new Cell(Target.of(kind, version), mode, Jdk.FIRST);
  }
}
