package dev.opamp.javaagent.testing.suites.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Compares what arrived with what was made, and tells every difference with what surrounds it. */
final class Verdict {

  private static final Duration MARGIN = Duration.ofSeconds(2);
  private static final int TOLD = 12;

  private final SoakRun run;
  private final Produced produced;
  private final List<Difference> differences = new ArrayList<>();
  private final List<String> metrics;

  Verdict(SoakRun run, Produced produced) {
    this.run = run;
    this.produced = produced;
    synchronized (run.ledger) {
      Pipeline main = run.ledger.pipeline(Ledger.MAIN);
      differences.addAll(main.spans.missing(produced.spans()));
      differences.addAll(main.logs.missing(produced.logs()));
      differences.addAll(
          run.transitions.gaps(main.metricExports, SoakRun.START_UP_INTERVAL, MARGIN));
      for (String name : List.of(Ledger.MAIN, Ledger.EXTRA)) {
        Pipeline pipeline = run.ledger.pipeline(name);
        differences.addAll(pipeline.spans.surplus(produced.spans()));
        differences.addAll(pipeline.logs.surplus(produced.logs()));
        differences.addAll(pipeline.metrics.overlaps());
      }
      this.metrics = main.metrics.differences(produced.metrics());
    }
  }

  boolean isGood() {
    return differences.isEmpty() && metrics.isEmpty();
  }

  /** The counts of both sides, on one line. */
  String summary() {
    synchronized (run.ledger) {
      Pipeline main = run.ledger.pipeline(Ledger.MAIN);
      return "%d transitions; spans made %d, arrived %d; log records made %d, arrived %d; %d totals of metrics, %d exports of metrics; also %d spans and %d log records by other pipelines"
          .formatted(
              run.transitions.size(),
              Produced.count(produced.spans()),
              main.spans.count(),
              Produced.count(produced.logs()),
              main.logs.count(),
              produced.metrics().size(),
              main.metricExports.size(),
              run.ledger.pipeline(Ledger.EXTRA).spans.count(),
              run.ledger.pipeline(Ledger.EXTRA).logs.count());
    }
  }

  /** Every difference, the streams of the metrics concerned, and the documents around the time. */
  String describe() {
    StringBuilder text = new StringBuilder();
    differences.stream().limit(TOLD).forEach(each -> text.append("  ").append(each).append('\n'));
    if (differences.size() > TOLD) {
      text.append("  and ").append(differences.size() - TOLD).append(" more\n");
    }
    metrics.forEach(each -> text.append("  ").append(each).append('\n'));
    metrics.stream().limit(1).forEach(each -> streams(each, text));
    TreeSet<Integer> told = new TreeSet<>();
    differences.stream().limit(2).forEach(each -> documents(each, told, text));
    return text.toString();
  }

  private void streams(String difference, StringBuilder into) {
    String[] words = difference.substring(0, difference.indexOf(':')).split(" ");
    synchronized (run.ledger) {
      into.append(run.ledger.pipeline(Ledger.MAIN).metrics.describe(words[1], words[2]));
    }
  }

  private void documents(Difference difference, TreeSet<Integer> told, StringBuilder into) {
    for (Transitions.Transition each : run.transitions.around(difference.at())) {
      if (told.add(each.number())) {
        into.append(each).append('\n');
      }
    }
  }
}
