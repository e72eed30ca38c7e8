package dev.opamp.javaagent.testing.benchmarks.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link SdkCost} in many short forks, raw and managed in turns, so that whatever else the
 * machine does meets both alike; the ratio is that of neighbours.
 */
public final class Cost {

  private static final List<String> OPERATIONS =
      List.of("spanSampled", "spanNotSampled", "counterAdd", "histogramRecord", "logEmit");

  private final int rounds;
  private final Map<String, Comparison> comparisons = new TreeMap<>();
  private final StringBuilder csv =
      new StringBuilder("round,operation,sdk,ns_per_op,bytes_per_op\n");

  private Cost(int rounds) {
    this.rounds = rounds;
  }

  /**
   * Measures and prints a table.
   *
   * @param args the number of rounds, 10 without; where {@code cost.csv} goes
   */
  public static void main(String[] args) throws RunnerException, IOException {
    Cost cost = new Cost(args.length > 0 ? Integer.parseInt(args[0]) : 10);
    Path csv = Path.of(args.length > 1 ? args[1] : "cost.csv");
    cost.run();
    Files.writeString(csv, cost.csv);
    System.out.print(cost.table());
  }

  private void run() throws RunnerException {
    for (int round = 1; round <= rounds; round++) {
      System.out.println("round " + round + " of " + rounds);
      for (String operation : OPERATIONS) {
        List<Measured> pair = pair(round, operation);
        comparisons.computeIfAbsent(operation, o -> new Comparison()).add(pair.get(0), pair.get(1));
      }
    }
  }

  /** Which of the two comes first changes with the round. */
  private List<Measured> pair(int round, String operation) throws RunnerException {
    boolean rawFirst = round % 2 == 1;
    Measured first = fork(round, operation, rawFirst ? "raw" : "managed");
    Measured second = fork(round, operation, rawFirst ? "managed" : "raw");
    List<Measured> pair = new ArrayList<>();
    pair.add(rawFirst ? first : second);
    pair.add(rawFirst ? second : first);
    return pair;
  }

  private Measured fork(int round, String operation, String sdk) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include(SdkCost.class.getName() + "\\." + operation + "$")
            .param("sdk", sdk)
            .addProfiler(GCProfiler.class)
            .forks(1)
            .warmupIterations(4)
            .warmupTime(TimeValue.milliseconds(300))
            .measurementIterations(6)
            .measurementTime(TimeValue.milliseconds(200))
            .jvmArgs("-Xms256m", "-Xmx256m", "-XX:+UseParallelGC")
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .build();
    RunResult result = new Runner(options).run().iterator().next();
    Measured measured = Measured.of(result);
    csv.append(
        "%d,%s,%s,%.2f,%.2f%n"
            .formatted(round, operation, sdk, measured.nanos(), measured.bytes()));
    return measured;
  }

  private String table() {
    StringBuilder table =
        new StringBuilder(
            "| operation | raw, ns | managed, ns | ratio | raw, bytes | managed, bytes |\n"
                + "|---|---|---|---|---|---|\n");
    OPERATIONS.forEach(
        operation -> {
          Comparison comparison = comparisons.get(operation);
          if (comparison != null) {
            table.append("| ").append(operation).append(comparison.row()).append('\n');
          }
        });
    return table.toString();
  }
}
