package dev.opamp.javaagent.testing.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every change of {@link Rows} in every cell of {@link Cells}: pushed to a running application,
 * seen where its telemetry arrives, and taken back.
 *
 * <p>A build runs the covering cells; {@code -Dmatrix=all} runs all of them, {@code missing} those
 * that were never written, {@code -Dcells=REGEX} those whose names match, {@code -Drows=REGEX} such
 * rows alone. {@code -Dmatrix.write=true} writes what was seen for {@code docs/sdk-control.md}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SdkMatrixIT {

  List<Cell> cells() throws IOException {
    return Cells.wanted();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  @Execution(ExecutionMode.CONCURRENT)
  void everyChangeIsInForceOrRefusedWithAReason(Cell cell) throws Exception {
    String impossible = cell.impossible();
    assumeTrue(impossible == null, impossible);
    assumeTrue(
        cell.jdk().home().isPresent(),
        "there is no JDK "
            + cell.jdk().feature()
            + " in the usual places: -Dit.second.java.home=… says where one is");
    List<Result> seen = new CellRun(cell).run(Rows.wanted());
    if (Boolean.getBoolean("matrix.write")) {
      SeenCells.merge(seen);
    }
    for (Result result : seen) {
      System.out.println(cell + ": " + result);
    }
    assertThat(seen).filteredOn(result -> !result.isGood()).isEmpty();
  }
}
