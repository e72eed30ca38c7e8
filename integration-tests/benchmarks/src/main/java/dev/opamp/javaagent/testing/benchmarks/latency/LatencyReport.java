package dev.opamp.javaagent.testing.benchmarks.latency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Timings as a table, a file of raw data and a picture. */
final class LatencyReport {

  private final List<Timing> timings;

  LatencyReport(List<Timing> timings) {
    this.timings = List.copyOf(timings);
  }

  List<Timing> of(Change change) {
    return timings.stream().filter(timing -> timing.change() == change).toList();
  }

  String table() {
    StringBuilder table =
        new StringBuilder(
            """
            | change | swap | n | server p50 | p99 | max | agent p50 | p99 | max | first |
            |---|---|---|---|---|---|---|---|---|---|
            """);
    for (Change change : Change.values()) {
      table.append(row(change, of(change)));
    }
    return table.toString();
  }

  private static String row(Change change, List<Timing> timings) {
    Percentiles server = new Percentiles(timings, Timing::serverNanos);
    Percentiles agent = new Percentiles(timings, Timing::agentNanos);
    return String.format(
        Locale.ROOT,
        "| %s | %s | %d | %s | %s | %.1f |%n",
        change.label(),
        change.swap(),
        server.count(),
        server.cells(),
        agent.cells(),
        timings.get(0).serverNanos() / 1e6);
  }

  void write(Path directory) throws IOException {
    Files.writeString(directory.resolve("latency.txt"), table());
    StringBuilder csv = new StringBuilder("change,round,server_us,agent_us\n");
    for (Timing timing : timings) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%s,%d,%d,%d%n",
              timing.change().name().toLowerCase(Locale.ROOT),
              timing.round(),
              timing.serverNanos() / 1000,
              timing.agentNanos() / 1000));
    }
    Files.writeString(directory.resolve("latency.csv"), csv);
    new LatencyPlot(this).write(directory.resolve("latency.png"));
  }
}
