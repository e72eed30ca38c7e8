package dev.opamp.javaagent.testing.matrix;

import com.sun.tools.attach.VirtualMachine;
import dev.opamp.javaagent.testing.sink.OtlpSink;
import dev.opamp.javaagent.testing.suites.HostProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Starts the application of a cell. */
final class Host {

  static final String MAIN = "dev.opamp.javaagent.testing.matrix.app.MatrixApp";

  /** The API in an application whose SDK comes with another agent. */
  private static final String API_BESIDE_AGENT = "1.44.1";

  private Host() {}

  /**
   * Starts it with the agent, or without when the agent is to come late.
   *
   * @param environment of the agent
   */
  static HostProcess start(Cell cell, OtlpSink sink, Map<String, String> environment)
      throws IOException {
    return run(cell, sink, builder(cell, sink, environment));
  }

  /** The JVM of a cell, without its application. */
  static HostProcess.Builder builder(Cell cell, OtlpSink sink, Map<String, String> environment) {
    HostProcess.Builder builder = bare(cell, sink, environment);
    agents(cell, builder);
    return builder;
  }

  /** The same without any agent. */
  static HostProcess.Builder bare(Cell cell, OtlpSink sink, Map<String, String> environment) {
    HostProcess.Builder builder = HostProcess.java().javaHome(cell.jdk().home().orElseThrow());
    telemetry(cell, sink).forEach(builder::env);
    environment.forEach(builder::env);
    return builder.withoutAgent();
  }

  /** Starts it without this agent, for comparison. */
  static HostProcess startAlone(Cell cell, OtlpSink sink) throws IOException {
    return start(new Cell(cell.target(), Mode.LATE, cell.jdk()), sink, Map.of());
  }

  /** Lets the agent come. */
  static void attach(HostProcess host, String arguments) throws Exception {
    attach(host, HostProcess.agentJar(), arguments);
  }

  /** Lets any agent come. */
  static void attach(HostProcess host, Path agent, String arguments) throws Exception {
    VirtualMachine machine = VirtualMachine.attach(String.valueOf(host.pid()));
    try {
      machine.loadAgent(agent.toString(), arguments);
    } finally {
      machine.detach();
    }
  }

  private static void agents(Cell cell, HostProcess.Builder builder) {
    String ours = "-javaagent:" + HostProcess.agentJar();
    if (cell.mode() == Mode.START) {
      builder.jvmArg(ours);
    }
    if (cell.target().kind().isAgent()) {
      builder.jvmArg("-javaagent:" + Fixtures.agentOf(cell.target()));
    }
    if (cell.mode() == Mode.AFTER_UPSTREAM) {
      builder.jvmArg(ours);
    }
  }

  private static HostProcess run(Cell cell, OtlpSink sink, HostProcess.Builder builder)
      throws IOException {
    Target target = cell.target();
    return switch (target.kind()) {
      case GLOBAL -> main(cell, sink, builder, "global", Fixtures.sdk(target.sdk()));
      case LOCAL -> main(cell, sink, builder, "local", Fixtures.sdk(target.sdk()));
      case AUTO -> main(cell, sink, builder, "auto", Fixtures.sdk(target.sdk()));
      case API -> main(cell, sink, builder, "api", Fixtures.api(target.version()));
      case UPSTREAM, SPLUNK -> main(cell, sink, builder, "api", Fixtures.api(API_BESIDE_AGENT));
      case BOOT -> builder.start("-jar", Fixtures.bootApp().toString());
      case TOMCAT -> tomcat(cell, sink, builder);
    };
  }

  private static HostProcess main(
      Cell cell, OtlpSink sink, HostProcess.Builder builder, String variant, List<Path> jars)
      throws IOException {
    return builder.start(
        "-cp",
        Fixtures.classPath(jars),
        MAIN,
        variant,
        cell.services().get(0),
        cell.protocol(),
        endpoint(cell, sink),
        String.valueOf(cell.target().hasLogs()));
  }

  private static HostProcess tomcat(Cell cell, OtlpSink sink, HostProcess.Builder builder)
      throws IOException {
    Tomcat tomcat = new Tomcat(Files.createTempDirectory("tomcat"), freePort());
    for (int i = 0; i < cell.services().size(); i++) {
      tomcat.deploy(
          cell.services().get(i),
          Target.WEB_SDKS.get(i),
          i == 0,
          cell.protocol(),
          endpoint(cell, sink));
    }
    return tomcat.start(builder);
  }

  static String endpoint(Cell cell, OtlpSink sink) {
    return cell.protocol().equals("grpc") ? sink.grpcEndpoint() : sink.httpEndpoint();
  }

  /** What SDKs that are not built in code are told. */
  private static Map<String, String> telemetry(Cell cell, OtlpSink sink) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("OTEL_SERVICE_NAME", cell.services().get(0));
    if (!isBuiltInCode(cell.target().kind())) {
      environment.put("OTEL_EXPORTER_OTLP_PROTOCOL", cell.protocol());
      environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint(cell, sink));
      environment.put("OTEL_EXPORTER_OTLP_HEADERS", Checks.KEY_HEADER + "=app-s3cret");
      environment.put("OTEL_TRACES_EXPORTER", "otlp");
      environment.put("OTEL_METRICS_EXPORTER", "otlp");
      environment.put("OTEL_LOGS_EXPORTER", cell.target().hasLogs() ? "otlp" : "none");
      environment.put("OTEL_BSP_SCHEDULE_DELAY", "100");
      environment.put("OTEL_BLRP_SCHEDULE_DELAY", "100");
      environment.put("OTEL_METRIC_EXPORT_INTERVAL", "300");
    }
    return environment;
  }

  private static boolean isBuiltInCode(Kind kind) {
    return kind == Kind.GLOBAL || kind == Kind.LOCAL || kind == Kind.TOMCAT;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
