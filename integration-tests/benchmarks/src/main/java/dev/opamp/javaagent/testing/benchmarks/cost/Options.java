package dev.opamp.javaagent.testing.benchmarks.cost;

import dev.opamp.javaagent.testing.suites.JavaHomes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The command line. */
final class Options {

  static final String USAGE =
      """
      Usage: agent-cost [option]...
        --rounds N      rounds there are to be in the end (default 10)
        --minutes N     begin no new turn after this time (default 25)
        --jdk HOME      a JDK to measure on; repeat it for another one, the first is measured most
                        (default: the one that runs this, and a JDK 25 if one is found)
        --only PATTERN  only turns whose row in the raw data (round,jvm,scenario,agent) has a match
        --quick         two rounds, the first JDK, short loads, six minutes: whether it works
        --fresh         forget what earlier starts measured, instead of going on
        --page FILE     fill this page, and put the plot and the raw data beside it
        --out DIRECTORY where agent-cost.csv, agent-cost.md and agent-cost.png go
      """;

  private int rounds = 10;
  private Duration limit = Duration.ofMinutes(25);
  private final List<Path> jdks = new ArrayList<>();
  private Pattern only = Pattern.compile("");
  private boolean quick;
  private boolean fresh;
  private @Nullable Path page;
  private Path out = Path.of("integration-tests/benchmarks/target/agent-cost");

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  Options(String... arguments) {
    Deque<String> left = new ArrayDeque<>(List.of(arguments));
    while (!left.isEmpty()) {
      take(left.remove(), left);
    }
    if (jdks.isEmpty()) {
      jdks.add(Path.of(System.getProperty("java.home")));
      JavaHomes.find("25").filter(home -> !quick).ifPresent(jdks::add);
    }
  }

  private void take(String option, Deque<String> left) {
    switch (option) {
      case "--quick" -> {
        quick = true;
        rounds = 2;
        limit = Duration.ofMinutes(6);
        out = out.resolveSibling("agent-cost-quick");
      }
      case "--fresh" -> fresh = true;
      case "--rounds" -> rounds = Integer.parseInt(value(option, left));
      case "--minutes" -> limit = Duration.ofMinutes(Long.parseLong(value(option, left)));
      case "--jdk" -> jdks.add(Path.of(value(option, left)));
      case "--only" -> only = Pattern.compile(value(option, left));
      case "--page" -> page = Path.of(value(option, left));
      case "--out" -> out = Path.of(value(option, left));
      default -> throw new IllegalArgumentException(option);
    }
  }

  private static String value(String option, Deque<String> left) {
    if (left.isEmpty()) {
      throw new IllegalArgumentException(option);
    }
    return left.remove();
  }

  int rounds() {
    return rounds;
  }

  Duration limit() {
    return limit;
  }

  /** Each JDK as it is and as in a small container. */
  List<Jvm> jvms() {
    return jdks.stream()
        .flatMap(home -> List.of(new Jvm(home, false), new Jvm(home, true)).stream())
        .toList();
  }

  /** Whether it is to be measured by this start. */
  boolean wants(Run run) {
    return only.matcher(run.key()).find();
  }

  boolean isQuick() {
    return quick;
  }

  boolean isFresh() {
    return fresh;
  }

  @Nullable Path page() {
    return page;
  }

  Path out() {
    return out;
  }

  Hosts.Times times() {
    return quick
        ? new Hosts.Times(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(30))
        : new Hosts.Times(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(60));
  }
}
