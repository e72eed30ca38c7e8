package dev.opamp.javaagent.testing.benchmarks.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * What this agent costs beside others: the contenders take turns in each round, so that what the
 * machine does besides meets all alike.
 */
public final class AgentCost {

  private static final String RAW_DATA = "agent-cost.csv";
  private static final Path LATENCY = Path.of("integration-tests/benchmarks/target/latency.csv");
  private static final Path PUBLISHED_LATENCY = Path.of("docs/live-changes.csv");

  private final Options options;
  private final List<Jvm> jvms;
  private final Programs programs;
  private final Ledger ledger;
  private final Hosts hosts;
  private final long deadline;

  private AgentCost(Options options, Surroundings surroundings) throws IOException {
    this.options = options;
    this.jvms = options.jvms();
    this.programs = new Programs(options.out());
    this.ledger = new Ledger(options.out().resolve(RAW_DATA));
    this.hosts = new Hosts(programs, surroundings, options.times());
    this.deadline = System.nanoTime() + options.limit().toNanos();
  }

  /** See {@link Options#USAGE}; exit code 2 for a wrong command line. */
  public static void main(String[] args) throws Exception {
    System.setProperty("java.awt.headless", "true");
    Options options;
    try {
      options = new Options(args);
    } catch (IllegalArgumentException e) {
      System.err.println("agent-cost: wrong option " + e.getMessage());
      System.err.print(Options.USAGE);
      System.exit(2);
      return;
    }
    Files.createDirectories(options.out());
    Path rawData = options.out().resolve(RAW_DATA);
    if (options.isFresh()) {
      Files.deleteIfExists(rawData);
    }
    if (isOlderThanTheAgent(rawData)) {
      System.err.println(rawData + " is of an earlier agent: --fresh begins anew");
      System.exit(2);
    }
    try (Surroundings surroundings = new Surroundings()) {
      new AgentCost(options, surroundings).run();
    }
    // Threads of the test servers' libraries may linger.
    System.exit(0);
  }

  private static boolean isOlderThanTheAgent(Path rawData) throws IOException {
    return Files.exists(rawData)
        && Files.getLastModifiedTime(rawData).compareTo(Files.getLastModifiedTime(Programs.AGENT))
            < 0;
  }

  private void run() throws Exception {
    warmUp();
    for (int round = 1; round <= options.rounds() && hasTime(); round++) {
      System.out.println("round " + round + " of " + options.rounds());
      round(round);
    }
    if (!hasTime()) {
      System.out.println("The time is over; the same command goes on where this ended.");
    }
    report();
  }

  private boolean hasTime() {
    return System.nanoTime() < deadline;
  }

  /** Puts jars and classes into the cache of the disk; not counted. */
  private void warmUp() throws Exception {
    for (Jvm jvm : jvms) {
      for (Contender contender : Contender.values()) {
        hosts.trivial(new Run(0, jvm, Scenario.TRIVIAL, contender));
      }
    }
  }

  private void round(int round) throws Exception {
    for (Jvm jvm : jvms) {
      turns(round, jvm, Scenario.TRIVIAL);
    }
    idle(round);
    for (Jvm jvm : jvms) {
      if (!options.isQuick() || !jvm.small()) {
        turns(round, jvm, Scenario.START);
        turns(round, jvm, Scenario.WEB);
      }
    }
  }

  /** Who begins changes with the round. */
  private static List<Run> runs(int round, Jvm jvm, Scenario scenario) {
    List<Contender> order = new ArrayList<>(scenario.contenders());
    Collections.rotate(order, round);
    return order.stream().map(contender -> new Run(round, jvm, scenario, contender)).toList();
  }

  private void turns(int round, Jvm jvm, Scenario scenario) throws Exception {
    for (Run run : runs(round, jvm, scenario)) {
      if (options.wants(run) && !ledger.has(run) && hasTime()) {
        turn(run);
      }
    }
  }

  /** One that fails is left out; the next start makes up for it. */
  private void turn(Run run) throws InterruptedException, IOException {
    try {
      keep(run, figures(run));
    } catch (TimeoutException | ExecutionException e) {
      System.err.println(run.key() + " failed: " + e);
    }
  }

  private Map<Figure, Double> figures(Run run)
      throws InterruptedException, IOException, TimeoutException, ExecutionException {
    return switch (run.scenario()) {
      case TRIVIAL -> hosts.trivial(run);
      case START -> hosts.starting(run);
      default -> hosts.web(run, loaded(run.jvm()));
    };
  }

  /** Load takes the most time, and is put on the first JDK alone. */
  private boolean loaded(Jvm jvm) {
    return jvm.equals(jvms.get(0));
  }

  private void idle(int round) throws Exception {
    List<Run> runs =
        jvms.stream()
            .filter(jvm -> !jvm.small())
            .flatMap(jvm -> runs(round, jvm, Scenario.IDLE).stream())
            .filter(options::wants)
            .toList();
    if (runs.stream().allMatch(ledger::has) || !hasTime()) {
      return;
    }
    for (Map.Entry<Run, Map<Figure, Double>> each : hosts.idle(runs).entrySet()) {
      keep(each.getKey(), each.getValue());
    }
  }

  private void keep(Run run, Map<Figure, Double> figures) throws IOException {
    ledger.add(run, figures);
    Figure first = run.scenario().figures().get(0);
    System.out.printf(Locale.ROOT, "%s: %s %.3f%n", run.key(), first.header(), figures.get(first));
  }

  private void report() throws IOException {
    Path latency = Files.exists(LATENCY) ? LATENCY : PUBLISHED_LATENCY;
    String markdown = new Report(ledger, jvms, programs).markdown(latency);
    Path table = options.out().resolve("agent-cost.md");
    Path plot = options.out().resolve("agent-cost.png");
    Files.writeString(table, markdown);
    new CostPlot(ledger, jvms.get(0)).write(plot);
    System.out.print(markdown);
    if (options.page() != null) {
      new Page(options.page()).fill(markdown, plot, options.out().resolve(RAW_DATA));
    }
  }
}
