package dev.opamp.javaagent.testing.benchmarks.cost;

import dev.opamp.javaagent.testing.demo.Traffic;
import dev.opamp.javaagent.testing.suites.HostProcess;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;

/** Starts JVMs with one agent each, and measures them. */
final class Hosts {

  static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int REQUESTS_PER_SECOND = 500;

  /** Bash measures its child to the millisecond, the part after the last line of it included. */
  private static final String[] TIMED = {
    "bash", "-c", "TIMEFORMAT='measured %R %U %S'; time \"$@\"", "bash"
  };

  private final Programs programs;
  private final Surroundings surroundings;
  private final Times times;

  /** How long things are done that no event ends. */
  record Times(Duration warmUp, Duration load, Duration idle) {}

  Hosts(Programs programs, Surroundings surroundings, Times times) {
    this.programs = programs;
    this.surroundings = surroundings;
    this.times = times;
  }

  /** Until the end of a process that only says hello. */
  Map<Figure, Double> trivial(Run run) throws IOException, InterruptedException, TimeoutException {
    HostProcess.Builder builder = builder(run, run.jvm().shortArguments()).launcher(TIMED);
    try (HostProcess host = start(builder, programs.trivialMain())) {
      if (host.awaitExit(PATIENCE) != 0) {
        throw new IOException(host.stderr());
      }
      String[] seconds =
          host.awaitErrorLine(line -> line.startsWith("measured "), PATIENCE).split(" ", -1);
      return Map.of(
          Figure.WALL,
          1000 * Double.parseDouble(seconds[1]),
          Figure.CPU,
          1000 * (Double.parseDouble(seconds[2]) + Double.parseDouble(seconds[3])));
    }
  }

  /** Until it is ready, and no longer. */
  Map<Figure, Double> starting(Run run) throws IOException, InterruptedException, TimeoutException {
    HostProcess.Builder builder = builder(run, run.jvm().longArguments());
    try (HostProcess host = start(builder, programs.webApplication())) {
      FutureTask<Void> settling = settling(run);
      Map<Figure, Double> figures = new EnumMap<>(Figure.class);
      int unused = awaitReady(host, figures);
      settling.cancel(true);
      return figures;
    }
  }

  /** Returns the port. */
  private static int awaitReady(HostProcess host, Map<Figure, Double> figures)
      throws InterruptedException, TimeoutException {
    String line = host.awaitLine(l -> l.startsWith("listening on "), PATIENCE);
    figures.put(Figure.READY, host.age().toNanos() / 1e9);
    figures.put(Figure.READY_CPU, host.cpuTime().toMillis() / 1e3);
    return Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
  }

  /** From the start over idleness to load. */
  Map<Figure, Double> web(Run run, boolean underLoad)
      throws IOException, InterruptedException, TimeoutException, ExecutionException {
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    HostProcess.Builder builder = builder(run, run.jvm().longArguments());
    try (HostProcess host = start(builder, programs.webApplication())) {
      FutureTask<Void> settled = settling(run);
      int port = awaitReady(host, figures);
      URI.create("http://127.0.0.1:" + port + "/hello").toURL().openStream().close();
      settled.get();
      host.awaitIdle(PATIENCE);
      figures.put(Figure.IDLE_CPU, host.cpuTime().toMillis() / 1e3);
      figures.put(Figure.RSS, host.residentKib() / 1024.0);
      figures.putAll(new Inside(run.jvm(), host.pid()).figures());
      if (underLoad) {
        figures.put(Figure.REQUEST_CPU, requestCpuMicros(host, port));
      }
    }
    return figures;
  }

  private double requestCpuMicros(HostProcess host, int port)
      throws IOException, InterruptedException {
    try (Traffic traffic = new Traffic(port, REQUESTS_PER_SECOND)) {
      Thread.sleep(times.warmUp().toMillis());
      long answers = traffic.answers();
      Tasks before = Tasks.of(host.pid());
      Thread.sleep(times.load().toMillis());
      Tasks done = Tasks.of(host.pid()).since(before);
      if (traffic.failures() > 0) {
        throw new IOException(traffic.failures() + " requests failed");
      }
      return done.cpuNanos() / 1e3 / (traffic.answers() - answers);
    }
  }

  /** All at a time: nobody is in another's way when nobody does anything. */
  Map<Run, Map<Figure, Double>> idle(List<Run> runs) throws Exception {
    try (IdleHosts hosts = new IdleHosts(surroundings)) {
      for (Run run : runs) {
        hosts.add(run, start(builder(run, run.jvm().longArguments()), programs.waitingMain()));
      }
      for (Run run : runs) {
        settle(run);
      }
      return hosts.measure(times.idle());
    }
  }

  /** Runs beside the start of the application. */
  private FutureTask<Void> settling(Run run) {
    Callable<Void> body =
        () -> {
          settle(run);
          return null;
        };
    FutureTask<Void> task = new FutureTask<>(body);
    Thread thread = new Thread(task, "settling");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private void settle(Run run) throws InterruptedException, TimeoutException {
    switch (run.contender()) {
      case OPAMP, PATIENT -> surroundings.awaitOwnTelemetry(run);
      case CONNECTED -> {
        UUID unused = surroundings.awaitConnected(run);
      }
      default -> {}
    }
  }

  private HostProcess.Builder builder(Run run, List<String> arguments) {
    HostProcess.Builder builder = HostProcess.java().withoutAgent().javaHome(run.jvm().home());
    programs.agent(run.contender()).ifPresent(jar -> builder.jvmArg("-javaagent:" + jar));
    arguments.forEach(builder::jvmArg);
    surroundings.environment(run).forEach(builder::env);
    return builder;
  }

  private static HostProcess start(HostProcess.Builder builder, List<String> program)
      throws IOException {
    HostProcess host = builder.start(program.toArray(String[]::new));
    // Ctrl-C ends the benchmark without unwinding it; the host must not be left behind.
    Runtime.getRuntime().addShutdownHook(new Thread(host::kill));
    return host;
  }
}
