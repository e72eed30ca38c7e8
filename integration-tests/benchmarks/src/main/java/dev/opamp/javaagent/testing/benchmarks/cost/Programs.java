package dev.opamp.javaagent.testing.benchmarks.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The jars, as the build has left them. */
final class Programs {

  static final Path AGENT = Path.of("agent/target/opamp-javaagent.jar");

  private static final Path TESTS = Path.of("integration-tests");
  private static final Path BUILT = TESTS.resolve("benchmarks/target");

  private final Map<Contender, Path> agents = new EnumMap<>(Contender.class);

  /** All paths are relative to the directory of the project. */
  Programs(Path directory) throws IOException {
    Path empty = directory.resolve("empty-agent.jar");
    EmptyAgent.writeJar(empty);
    agents.put(Contender.EMPTY, empty);
    agents.put(Contender.OPAMP, AGENT);
    agents.put(Contender.CONNECTED, AGENT);
    agents.put(Contender.PATIENT, AGENT);
    agents.put(Contender.REFUSED, AGENT);
    agents.put(Contender.UPSTREAM, BUILT.resolve("agents/opentelemetry-javaagent.jar"));
    agents.put(Contender.SPLUNK, BUILT.resolve("agents/splunk-otel-javaagent.jar"));
    agents.put(Contender.ELASTIC, BUILT.resolve("agents/elastic-apm-agent.jar"));
  }

  Optional<Path> agent(Contender contender) {
    return Optional.ofNullable(agents.get(contender));
  }

  double jarMib(Contender contender) throws IOException {
    Optional<Path> jar = agent(contender);
    return jar.isPresent() ? Files.size(jar.get()) / (double) (1 << 20) : 0;
  }

  /** Prints a line and ends. */
  List<String> trivialMain() {
    return List.of("-cp", probes(), "dev.opamp.javaagent.testing.apps.Hello");
  }

  /** Waits for input that never comes. */
  List<String> waitingMain() {
    return List.of("-cp", probes(), "dev.opamp.javaagent.testing.apps.FootprintProbe");
  }

  List<String> webApplication() {
    return List.of("-jar", TESTS.resolve("web-app/target/web-app-boot.jar").toString());
  }

  private static String probes() {
    return TESTS.resolve("sample-apps/target/sample-apps.jar").toString();
  }
}
