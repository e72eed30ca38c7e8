package dev.opamp.javaagent.testing.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.testing.server.OpampServer;
import dev.opamp.javaagent.testing.sink.OtlpSink;
import dev.opamp.javaagent.testing.suites.HostProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What this agent adds to an application that has the opentelemetry-javaagent already: a benchmark
 * that prints and asserts nothing but that telemetry flows. {@code -Dupstream.cost=ROUNDS} runs it;
 * the variants take turns within each round. What was measured is in docs/upstream-cost.md.
 */
@EnabledIfSystemProperty(named = "upstream.cost", matches = "\\d+")
class UpstreamCostIT {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** Until then all has been loaded that is loaded in the beginning, the connection included. */
  private static final String LATER = "app round 600";

  private enum Variant {
    UPSTREAM(Mode.LATE),
    OURS_FIRST(Mode.START),
    OURS_BEHIND(Mode.AFTER_UPSTREAM);

    /** Late, and then never, is without ours. */
    final Mode mode;

    Variant(Mode mode) {
      this.mode = mode;
    }
  }

  private record Sample(double readyMillis, double readyCpu, double laterCpu, double rssMib) {}

  @Test
  void costBesideTheUpstreamAgent() throws Exception {
    int rounds = Integer.getInteger("upstream.cost");
    Map<Variant, List<Sample>> samples = new EnumMap<>(Variant.class);
    try (OtlpSink sink = OtlpSink.start();
        OpampServer server = OpampServer.builder().opampPort(0).consolePort(0).build().start()) {
      for (int round = -1; round < rounds; round++) {
        for (int turn = 0; turn < Variant.values().length; turn++) {
          Variant variant = Variant.values()[(turn + round + 1) % Variant.values().length];
          Sample sample = run(variant, sink, server);
          // The first round warms up the disk cache.
          if (round >= 0) {
            samples.computeIfAbsent(variant, v -> new ArrayList<>()).add(sample);
          }
          assertThat(sink.store().spans()).isNotEmpty();
          sink.store().clear();
        }
      }
    }
    print("ready, wall ms", samples, Sample::readyMillis);
    print("ready, CPU ms", samples, Sample::readyCpu);
    print("600 rounds later, CPU ms", samples, Sample::laterCpu);
    print("600 rounds later, RSS MiB", samples, Sample::rssMib);
  }

  private static Sample run(Variant variant, OtlpSink sink, OpampServer server) throws Exception {
    Target target = Target.of(Kind.UPSTREAM, "2.33.1");
    Cell cell = new Cell(target, variant.mode, Jdk.FIRST);
    Map<String, String> environment = new TreeMap<>();
    environment.put("OTEL_OPAMP_ENDPOINT", server.webSocketEndpoint());
    // So that memory says what is in it, and not how far the heap was allowed to grow.
    environment.put("JAVA_TOOL_OPTIONS", "-Xms96m -Xmx96m -XX:+AlwaysPreTouch -XX:+UseSerialGC");
    try (HostProcess host = Host.start(cell, sink, environment)) {
      host.awaitLine(line -> line.equals("app ready"), PATIENCE);
      double readyMillis = host.age().toNanos() / 1e6;
      double readyCpu = host.cpuTime().toMillis();
      host.awaitLine(line -> line.equals(LATER), PATIENCE);
      return new Sample(
          readyMillis, readyCpu, host.cpuTime().toMillis(), host.residentKib() / 1024.0);
    }
  }

  private static void print(
      String what, Map<Variant, List<Sample>> samples, ToDoubleFunction<Sample> value) {
    double base = quantile(samples.get(Variant.UPSTREAM), value, 0.5);
    samples.forEach(
        (variant, list) ->
            System.out.printf(
                Locale.ROOT,
                "%s | %s | n=%d | %.0f (%.0f to %.0f) | x %.3f%n",
                what,
                variant,
                list.size(),
                quantile(list, value, 0.5),
                quantile(list, value, 0.25),
                quantile(list, value, 0.75),
                quantile(list, value, 0.5) / base));
  }

  private static double quantile(
      List<Sample> samples, ToDoubleFunction<Sample> value, double part) {
    double[] sorted = samples.stream().mapToDouble(value).sorted().toArray();
    return sorted[(int) Math.round(part * (sorted.length - 1))];
  }
}
