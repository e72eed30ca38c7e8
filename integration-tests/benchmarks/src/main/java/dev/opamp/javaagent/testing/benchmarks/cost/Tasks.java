package dev.opamp.javaagent.testing.benchmarks.cost;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * What the threads of a process have done so far, as Linux counts it.
 *
 * @param cpuNanos on a processor
 * @param wakeUps how often one went to sleep, and so was woken
 * @param agentWakeUps those of threads that the agent has started
 */
record Tasks(long cpuNanos, long wakeUps, long agentWakeUps) {

  /** How the threads of the agent and of its libraries begin. */
  private static final List<String> AGENT =
      List.of("opamp-agent", "OkHttp", "Okio", "BatchSpan", "BatchLog");

  static Tasks of(long pid) throws IOException {
    Tasks sum = new Tasks(0, 0, 0);
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path task : tasks) {
        sum = sum.plus(one(task));
      }
    }
    return sum;
  }

  private static Tasks one(Path task) throws IOException {
    try {
      long wakeUps =
          Files.readAllLines(task.resolve("status")).stream()
              .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .sum();
      String name = Files.readString(task.resolve("comm"));
      return new Tasks(
          Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ", 2)[0]),
          wakeUps,
          AGENT.stream().anyMatch(name::startsWith) ? wakeUps : 0);
    } catch (NoSuchFileException e) {
      // It ended meanwhile.
      return new Tasks(0, 0, 0);
    }
  }

  private Tasks plus(Tasks other) {
    return new Tasks(
        cpuNanos + other.cpuNanos, wakeUps + other.wakeUps, agentWakeUps + other.agentWakeUps);
  }

  /** What was done since; a thread that ended in between takes what it did with it. */
  Tasks since(Tasks earlier) {
    return new Tasks(
        Math.max(0, cpuNanos - earlier.cpuNanos),
        Math.max(0, wakeUps - earlier.wakeUps),
        Math.max(0, agentWakeUps - earlier.agentWakeUps));
  }
}
