package dev.opamp.javaagent.testing.matrix;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.ComponentHealth;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatus;
import dev.opamp.javaagent.testing.server.Entries;
import dev.opamp.javaagent.testing.server.OpampServer;
import dev.opamp.javaagent.testing.server.fleet.AgentSnapshot;
import dev.opamp.javaagent.testing.sink.OtlpSink;
import dev.opamp.javaagent.testing.suites.HostProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** One cell that runs: the application under control, its server, and what it exports to. */
final class Bed implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Other agents take their time, on a busy machine above all. */
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(120);

  /** Starts an application that is in no cell. */
  interface Launch {
    /**
     * @param builder the JVM, without an agent
     * @param endpoint where the application exports to
     */
    HostProcess start(HostProcess.Builder builder, String endpoint) throws Exception;
  }

  private final Cell cell;
  private final String name;
  private final List<String> services;
  private final Places places = new Places();
  private final OpampServer server =
      OpampServer.builder().opampPort(0).consolePort(0).build().start();
  private HostProcess host;
  private UUID uid;

  Bed(Cell cell) throws Exception {
    this(cell, cell.fileName(), cell.services());
  }

  /**
   * @param name of its files
   * @param services the applications in it, by their service names
   */
  Bed(Cell cell, String name, List<String> services) throws Exception {
    this.cell = cell;
    this.name = name;
    this.services = services;
  }

  /** Starts the application and waits until it exports by itself. */
  void startHost() throws Exception {
    host = Host.start(cell, places.at(Place.A), environment());
    awaitTelemetry();
  }

  private void awaitTelemetry() throws Exception {
    for (String service : services) {
      host.awaitLine(line -> line.equals(service + " ready"), STARTS_WITHIN);
    }
    for (Scene scene : scenes(Instant.EPOCH)) {
      Checks.both(Checks.spansAt(Place.A), Checks.metricsAt(Place.A), Checks.logsAt(Place.A))
          .in(scene);
    }
  }

  /** The same without this agent. */
  void startHostAlone() throws Exception {
    host = Host.startAlone(cell, places.at(Place.A));
    awaitTelemetry();
  }

  /** Starts a server with applications in it, and waits until they export by themselves. */
  void startTomcat(Tomcat tomcat) throws Exception {
    host = tomcat.start(Host.builder(cell, places.at(Place.A), environment()));
    awaitTelemetry();
  }

  /** Starts applications in another way, and waits until they export by themselves. */
  void start(Launch launch) throws Exception {
    OtlpSink sink = places.at(Place.A);
    host = launch.start(Host.bare(cell, sink, environment()), sink.httpEndpoint());
    awaitTelemetry();
  }

  /** The API alone gives nothing before the agent is there. */
  void startSilentHost() throws Exception {
    host = Host.start(cell, places.at(Place.A), environment());
    host.awaitLine(line -> line.endsWith(" ready"), STARTS_WITHIN);
  }

  /** Lets the agent come, if it is not there yet, and waits until it has every SDK. */
  void takeControl() throws Exception {
    if (cell.mode() == Mode.LATE) {
      Host.attach(host, "");
    }
    awaitControl();
  }

  /** Waits until the agent has every SDK. */
  void awaitControl() throws Exception {
    int wanted = services.size();
    AgentSnapshot agent =
        server.awaitAgent(a -> a.connected() && targets(a).size() >= wanted, PATIENCE);
    uid = agent.uid();
  }

  /** Waits until exactly so many SDKs are controlled. */
  void awaitTargets(int count) throws InterruptedException, TimeoutException {
    server.awaitAgent(a -> a.uid().equals(uid) && targets(a).size() == count, PATIENCE);
  }

  /** The names of the SDKs that are controlled. */
  List<String> targets() {
    return targets(snapshot());
  }

  /** Waits until the agent controls what it should, by the names of its targets. */
  void awaitTargets(Predicate<List<String>> names) throws Exception {
    server.awaitAgent(a -> a.connected() && names.test(targets(a)), PATIENCE);
  }

  /** How many agents have ever been connected. */
  int agents() {
    return server.agents().size();
  }

  private static List<String> targets(AgentSnapshot agent) {
    Map<String, ComponentHealth> components = Entries.below(agent.state().getHealth());
    return components.keySet().stream().filter(name -> name.startsWith("sdk/")).sorted().toList();
  }

  private Map<String, String> environment() throws IOException {
    Map<String, String> environment = new TreeMap<>();
    environment.put("OTEL_OPAMP_ENDPOINT", server.webSocketEndpoint());
    environment.put("OTEL_OPAMP_DESTINATIONS", "127.0.0.1,localhost");
    // An offer may name a file of this host, that of the CA.
    environment.put("OTEL_OPAMP_ALLOW", "*");
    environment.put("OTEL_OPAMP_LOG_LEVEL", "debug");
    environment.put("OTEL_OPAMP_LOG_FILE", log().toString());
    return environment;
  }

  /** What the agent said. */
  Path log() throws IOException {
    Path directory = Files.createDirectories(Path.of(System.getProperty("matrix.output")));
    return directory.resolve(name + ".log").toAbsolutePath();
  }

  /** One for each application in the JVM. */
  List<Scene> scenes(Instant since) {
    return services.stream()
        .map(service -> new Scene(cell.target(), host, places, service, since))
        .toList();
  }

  Places places() {
    return places;
  }

  HostProcess host() {
    return host;
  }

  RemoteConfigStatus offer(String document) throws InterruptedException, TimeoutException {
    return settled(server.offerYaml(uid, document));
  }

  RemoteConfigStatus removeConfig() throws InterruptedException, TimeoutException {
    return settled(server.removeConfig(uid));
  }

  private RemoteConfigStatus settled(ByteString hash)
      throws InterruptedException, TimeoutException {
    return server.awaitStatus(uid, hash, PATIENCE);
  }

  /** All files of the effective configuration. */
  Map<String, String> effectiveConfig() {
    Map<String, String> files = new TreeMap<>();
    Entries.files(snapshot().state().getEffectiveConfig().getConfigMap())
        .forEach((name, file) -> files.put(name, file.getBody().toStringUtf8()));
    return files;
  }

  private AgentSnapshot snapshot() {
    return server.agent(uid).orElseThrow();
  }

  @Override
  public void close() throws Exception {
    if (host != null) {
      host.close();
    }
    server.close();
    places.close();
  }
}
