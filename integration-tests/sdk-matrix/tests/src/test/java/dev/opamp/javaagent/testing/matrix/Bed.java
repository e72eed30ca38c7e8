package dev.opamp.javaagent.testing.matrix;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.ComponentHealth;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatus;
import dev.opamp.javaagent.testing.server.OpampServer;
import dev.opamp.javaagent.testing.server.fleet.AgentSnapshot;
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

/** One cell that runs: the application under control, its server, and what it exports to. */
final class Bed implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Other agents take their time, on a busy machine above all. */
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(120);

  private final Cell cell;
  private final Places places = new Places();
  private final OpampServer server =
      OpampServer.builder().opampPort(0).consolePort(0).build().start();
  private HostProcess host;
  private UUID uid;

  Bed(Cell cell) throws Exception {
    this.cell = cell;
  }

  /** Starts the application and waits until it exports by itself. */
  void startHost() throws Exception {
    host = Host.start(cell, places.at(Place.A), environment());
    awaitTelemetry();
  }

  private void awaitTelemetry() throws Exception {
    for (String service : cell.services()) {
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
    int wanted = cell.services().size();
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

  private static List<String> targets(AgentSnapshot agent) {
    Map<String, ComponentHealth> components = agent.state().getHealth().getComponentHealthMapMap();
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
    return directory.resolve(cell.fileName() + ".log").toAbsolutePath();
  }

  /** One for each application in the JVM. */
  List<Scene> scenes(Instant since) {
    return cell.services().stream()
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
    snapshot()
        .state()
        .getEffectiveConfig()
        .getConfigMap()
        .getConfigMapMap()
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
