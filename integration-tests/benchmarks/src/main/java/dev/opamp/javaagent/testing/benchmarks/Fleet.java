package dev.opamp.javaagent.testing.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a fleet of agents costs a server, after an outage and in peace. */
public final class Fleet {

  private static final String USAGE =
      """
      Usage: fleet [option value]...
        --sessions N     agents that lose their server (default 1000)
        --scheme ws|http how they connect (default ws)
        --outage S       seconds from its SIGKILL to its restart (default 30)
        --peace S        seconds of counting bytes, a multiple of 60 best (default 120; 0: none)
        --out DIRECTORY  where fleet.csv, fleet.png and fleet.txt go
      """;

  private static final int PEACEFUL_SESSIONS = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Map<String, String> options = new TreeMap<>();

  private Fleet(String... args) {
    options.putAll(
        Map.of(
            "--sessions",
            "1000",
            "--scheme",
            "ws",
            "--outage",
            "30",
            "--peace",
            "120",
            "--out",
            "integration-tests/benchmarks/target"));
    for (int i = 0; i < args.length; i += 2) {
      if (!options.containsKey(args[i]) || i + 1 == args.length) {
        throw new IllegalArgumentException(args[i]);
      }
      options.put(args[i], args[i + 1]);
    }
  }

  /** See {@code USAGE}; exit code 1 when a session was lost, 2 for a wrong command line. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.setProperty("java.awt.headless", "true");
    Fleet fleet;
    try {
      fleet = new Fleet(args);
    } catch (IllegalArgumentException e) {
      System.err.println("fleet: wrong option " + e.getMessage());
      System.err.print(USAGE);
      System.exit(2);
      return;
    }
    System.exit(fleet.run() ? 0 : 1);
  }

  private boolean run() throws IOException, InterruptedException {
    Path directory = Files.createDirectories(Path.of(option("--out")));
    System.out.println("Connecting, killing and restarting ...");
    Returns returns =
        new Outage(
                number("--sessions"),
                option("--scheme"),
                Duration.ofSeconds(number("--outage")),
                PATIENCE)
            .run();
    StringBuilder summary = new StringBuilder(returns.summary());
    returns.writeCsv(directory.resolve("fleet.csv"));
    new Plot(returns).write(directory.resolve("fleet.png"));
    System.out.print(summary);
    if (number("--peace") > 0) {
      SteadyState peace = new SteadyState(PEACEFUL_SESSIONS, Duration.ofSeconds(number("--peace")));
      summary.append("per agent and minute, with nothing to report:\n");
      for (String scheme : List.of("ws", "http")) {
        String cost = peace.run(scheme).summary();
        System.out.println(cost);
        summary.append(cost).append('\n');
      }
    }
    Files.writeString(directory.resolve("fleet.txt"), summary);
    return returns.lost() == 0;
  }

  private String option(String name) {
    return options.getOrDefault(name, "");
  }

  private int number(String name) {
    return Integer.parseInt(option(name));
  }
}
