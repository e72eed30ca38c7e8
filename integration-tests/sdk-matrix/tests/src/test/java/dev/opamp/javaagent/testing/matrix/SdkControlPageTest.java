package dev.opamp.javaagent.testing.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds docs/sdk-control.md against what a run of the whole matrix saw, and that against the table
 * in the code. Starts no application.
 *
 * <p>{@code -Dmatrix.write=true} writes the page instead of comparing.
 */
class SdkControlPageTest {

  private static final Path PAGE = Path.of("../../../docs/sdk-control.md");

  @Test
  void pageIsWhatTheMatrixSaw() throws IOException {
    String page = new SdkControlPage(SeenCells.read()).render();
    if (Boolean.getBoolean("matrix.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE))
        .as("docs/sdk-control.md is stale: run this test with -Dmatrix.write=true")
        .isEqualTo(page);
  }

  @Test
  void everyCellWasRunWithEveryRow() throws IOException {
    Map<String, Map<String, String>> seen = SeenCells.read();
    Set<String> rows =
        Stream.concat(Rows.all().stream().map(Row::name), Stream.of(Result.AS_AT_FIRST))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    for (Cell cell : Cells.all()) {
      if (cell.impossible() != null) {
        continue;
      }
      assertThat(seen.getOrDefault(cell.toString(), Map.of()).keySet())
          .as("rows of %s: run it with -Dmatrix.write=true -Dcells='%s'", cell, cell)
          .containsExactlyInAnyOrderElementsOf(rows);
    }
  }

  @Test
  void onlyCellsThatCanBeAreSeen() throws IOException {
    Set<String> cells =
        Cells.all().stream()
            .filter(cell -> cell.impossible() == null)
            .map(Cell::toString)
            .collect(Collectors.toSet());
    assertThat(SeenCells.read().keySet()).isSubsetOf(cells);
  }

  @Test
  void whatWasSeenIsWhatIsExpected() throws IOException {
    Map<String, Map<String, String>> seen = SeenCells.read();
    List<String> others = new ArrayList<>();
    for (Cell cell : Cells.all()) {
      for (Row row : Rows.all()) {
        String outcome = seen.getOrDefault(cell.toString(), Map.of()).get(row.name());
        if (outcome != null && !isAs(row.expected().apply(cell), outcome)) {
          others.add(cell + ": " + row + " -> " + outcome);
        }
      }
    }
    assertThat(others).isEmpty();
  }

  private static boolean isAs(Expected expected, String outcome) {
    if (expected.missing() != null) {
      return outcome.equals(Result.MISSING + expected.missing());
    }
    return expected.path() == null
        ? outcome.equals(Result.APPLIED)
        : outcome.startsWith(Result.REFUSED)
            && outcome.contains(expected.path())
            && outcome.contains(expected.reason());
  }

  @Test
  void theCoveringCellsHaveEachWayVersionModeAndJdk() {
    Set<Object> all = new LinkedHashSet<>();
    Set<Object> covered = new LinkedHashSet<>();
    Cells.all().forEach(cell -> all.addAll(List.of(cell.target().kind(), cell.mode(), cell.jdk())));
    Target.all().forEach(target -> all.add(target.version()));
    Cells.covering()
        .forEach(
            cell -> {
              assertThat(cell.impossible()).as(cell.toString()).isNull();
              covered.addAll(List.of(cell.target().kind(), cell.mode(), cell.jdk()));
              covered.add(cell.target().version());
            });
    assertThat(covered).containsAll(all);
  }
}
