package dev.opamp.javaagent.testing.benchmarks.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.testing.benchmarks.cost.Ledger.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

  private static final Jvm JVM = new Jvm(Path.of(System.getProperty("java.home")), false);
  private static final Jvm SMALL = new Jvm(JVM.home(), true);

  @TempDir private Path directory;

  @Test
  void whatAnEarlierStartMeasuredCounts() throws Exception {
    measure(ledger(), 1, JVM, Contender.NONE, 2);
    assertThat(ledger().has(run(1, JVM, Contender.NONE))).isTrue();
    assertThat(ledger().has(run(2, JVM, Contender.NONE))).isFalse();
    assertThat(ledger().has(run(1, SMALL, Contender.NONE))).isFalse();
    assertThat(Files.readAllLines(directory.resolve("raw.csv")))
        .containsExactly(
            "round,jvm,scenario,agent,figure,value",
            "1," + JVM.feature() + ",web,none,ready,2.0000");
  }

  @Test
  void neighboursOfOneRoundAreRelated() throws Exception {
    Ledger ledger = ledger();
    for (int round = 1; round <= 12; round++) {
      measure(ledger, round, JVM, Contender.NONE, round);
      measure(ledger, round, JVM, Contender.OPAMP, 3 * round);
      measure(ledger, round, SMALL, Contender.OPAMP, 99);
    }
    measure(ledger, 13, JVM, Contender.OPAMP, 1000);
    Spread ratio =
        ledger.related(
            new Place(JVM, Scenario.WEB),
            Contender.OPAMP,
            Figure.READY,
            Contender.NONE,
            Figure.Relation.RATIO);
    assertThat(ratio.count()).isEqualTo(12);
    assertThat(ratio.text(1)).isEqualTo("3.0 (3.0 to 3.0)");
  }

  @Test
  void quantilesLieBetweenNeighbours() {
    Spread spread = new Spread(List.of(4.0, 1.0, 2.0, 3.0));
    assertThat(spread.text(2)).isEqualTo("2.50 (1.75 to 3.25)");
    assertThat(new Spread(List.of()).text(2)).isEqualTo("–");
  }

  private Ledger ledger() throws Exception {
    return new Ledger(directory.resolve("raw.csv"));
  }

  private static void measure(
      Ledger ledger, int round, Jvm jvm, Contender contender, double seconds) throws Exception {
    ledger.add(run(round, jvm, contender), Map.of(Figure.READY, seconds));
  }

  private static Run run(int round, Jvm jvm, Contender contender) {
    return new Run(round, jvm, Scenario.WEB, contender);
  }
}
