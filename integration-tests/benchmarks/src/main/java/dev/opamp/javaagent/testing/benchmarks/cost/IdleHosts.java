package dev.opamp.javaagent.testing.benchmarks.cost;

import dev.opamp.javaagent.testing.suites.HostProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JVMs that have nothing to do. */
final class IdleHosts implements AutoCloseable {

  private record Host(Run run, HostProcess process) {}

  private final Surroundings surroundings;
  private final List<Host> hosts = new ArrayList<>();

  IdleHosts(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  void add(Run run, HostProcess process) {
    hosts.add(new Host(run, process));
  }

  Map<Run, Map<Figure, Double>> measure(Duration window) throws Exception {
    for (Host host : hosts) {
      host.process().awaitIdle(Hosts.PATIENCE);
    }
    long bytes = surroundings.opampBytes();
    List<Tasks> before = tasks();
    Thread.sleep(window.toMillis());
    List<Tasks> after = tasks();
    double minutes = window.toMillis() / 60_000.0;
    double bytesEach = (surroundings.opampBytes() - bytes) / minutes / Math.max(1, agents());
    Map<Run, Map<Figure, Double>> figures = new LinkedHashMap<>();
    for (int i = 0; i < hosts.size(); i++) {
      Tasks done = after.get(i).since(before.get(i));
      Map<Figure, Double> own = inMinutes(done, minutes);
      if (isOurs(hosts.get(i))) {
        own.put(Figure.OPAMP_BYTES, bytesEach);
        // Which threads are another agent's, their names do not say for certain.
        own.put(Figure.AGENT_WAKE_UPS, done.agentWakeUps() / minutes);
      }
      own.putAll(memory(hosts.get(i)));
      figures.put(hosts.get(i).run(), own);
    }
    return figures;
  }

  private long agents() {
    return hosts.stream().filter(IdleHosts::isOurs).count();
  }

  private static boolean isOurs(Host host) {
    return host.run().contender().isOurs();
  }

  private static Map<Figure, Double> memory(Host host) throws IOException {
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    figures.put(Figure.RSS, host.process().residentKib() / 1024.0);
    figures.putAll(new Inside(host.run().jvm(), host.process().pid()).figures());
    return figures;
  }

  private static Map<Figure, Double> inMinutes(Tasks done, double minutes) {
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    figures.put(Figure.IDLE_PERCENT, 100 * done.cpuNanos() / (minutes * 60e9));
    figures.put(Figure.WAKE_UPS, done.wakeUps() / minutes);
    return figures;
  }

  private List<Tasks> tasks() throws IOException {
    List<Tasks> tasks = new ArrayList<>();
    for (Host host : hosts) {
      tasks.add(Tasks.of(host.process().pid()));
    }
    return tasks;
  }

  @Override
  public void close() throws InterruptedException {
    for (Host host : hosts) {
      host.process().close();
    }
  }
}
