package dev.opamp.javaagent.testing.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.proto.RemoteConfigStatus;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;

/** Makes all changes in one cell, one after the other, and takes the last one back. */
final class CellRun {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final int WINDOWS = 6;

  private final Cell cell;
  private final List<Result> results = new ArrayList<>();

  CellRun(Cell cell) {
    this.cell = cell;
  }

  /** Returns what became of each row; a cell that does not come to life throws. */
  List<Result> run(List<Row> rows) throws Exception {
    try (Bed bed = new Bed(cell)) {
      List<Set<String>> atFirst = start(bed);
      Map<String, String> effectiveAtFirst = bed.effectiveConfig();
      for (Row row : rows) {
        Expected expected = row.expected().apply(cell);
        if (expected.missing() != null) {
          results.add(new Result(cell, row.name(), Result.MISSING + expected.missing(), null));
        } else {
          results.add(change(bed, row, expected));
        }
      }
      results.add(takeBack(bed, atFirst, effectiveAtFirst));
      Files.writeString(
          bed.log().resolveSibling(cell.fileName() + ".out"),
          bed.host().stdout() + "\n" + bed.host().stderr());
      assertThat(bed.host().stdout()).as("exceptions of telemetry").doesNotContain(" broken: ");
    }
    return results;
  }

  /** What the application exports by itself; with the API alone, what it exports at first. */
  private List<Set<String>> start(Bed bed) throws Exception {
    if (cell.target().kind() == Kind.API) {
      bed.startSilentHost();
      bed.takeControl();
    } else {
      bed.startHost();
      bed.takeControl();
    }
    bed.places().clear();
    List<Set<String>> fingerprints = new ArrayList<>();
    for (Scene scene : bed.scenes(Instant.now())) {
      Checks.both(Checks.spansAt(Place.A), Checks.metricsAt(Place.A), Checks.logsAt(Place.A))
          .in(scene);
      scene.ticks(3);
      fingerprints.add(Fingerprint.of(scene));
    }
    return fingerprints;
  }

  private Result change(Bed bed, Row row, Expected expected) {
    String seen = "no answer";
    try {
      if (expected.path() != null) {
        // So that what nothing may be changed of is the application as it was.
        bed.removeConfig();
      }
      bed.places().clear();
      RemoteConfigStatus status = bed.offer(Rows.document(row, bed.places()));
      seen = words(status);
      if (expected.path() == null) {
        assertThat(status.getErrorMessage()).isEmpty();
        for (Scene scene : bed.scenes(Instant.now())) {
          row.seen().in(scene);
        }
      } else {
        assertThat(status.getStatus()).isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_FAILED);
        assertThat(status.getErrorMessage()).contains(expected.path()).contains(expected.reason());
        for (Scene scene : bed.scenes(Instant.now())) {
          Checks.both(Checks.spansAt(Place.A), Checks.metricsAt(Place.A)).in(scene);
        }
      }
      return new Result(cell, row.name(), seen, null);
    } catch (Exception | AssertionError e) {
      return new Result(cell, row.name(), seen, e);
    }
  }

  private static String words(RemoteConfigStatus status) {
    return status.getStatus() == RemoteConfigStatuses.RemoteConfigStatuses_APPLIED
        ? Result.APPLIED
        : Result.REFUSED + status.getErrorMessage();
  }

  private Result takeBack(Bed bed, List<Set<String>> atFirst, Map<String, String> effective) {
    String seen = "no answer";
    try {
      RemoteConfigStatus status = bed.removeConfig();
      seen = words(status);
      assertThat(status.getErrorMessage()).isEmpty();
      bed.places().clear();
      List<Scene> scenes = bed.scenes(Instant.now());
      for (int i = 0; i < scenes.size(); i++) {
        Scene scene = scenes.get(i);
        Set<String> wanted = atFirst.get(i);
        assertThat(differences(scene, wanted)).as(scene.service()).isEmpty();
      }
      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(bed.effectiveConfig().values())
                      // An SDK that was built and dropped at the start may be gone by now.
                      .isNotEmpty()
                      .isSubsetOf(effective.values()));
      for (Place place : List.of(Place.B, Place.SECURE)) {
        for (Scene scene : scenes) {
          assertThat(scene.spans(place)).isEmpty();
          assertThat(scene.logs(place)).isEmpty();
        }
      }
      return new Result(cell, Result.AS_AT_FIRST, seen, null);
    } catch (Exception | AssertionError e) {
      return new Result(cell, Result.AS_AT_FIRST, seen, e);
    }
  }

  /** A last batch of metrics may come of what was before: later there is none. */
  static List<String> differences(Scene scene, Set<String> wanted) throws Exception {
    List<String> differences = List.of();
    for (int i = 0; i < WINDOWS; i++) {
      Scene window = scene.now();
      Checks.both(Checks.spansAt(Place.A), Checks.metricsAt(Place.A), Checks.logsAt(Place.A))
          .in(window);
      window.ticks(3);
      differences = Fingerprint.differences(Fingerprint.of(window), wanted);
      if (differences.isEmpty()) {
        return differences;
      }
    }
    return differences;
  }
}
