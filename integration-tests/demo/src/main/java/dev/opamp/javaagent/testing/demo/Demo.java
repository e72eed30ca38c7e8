package dev.opamp.javaagent.testing.demo;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatus;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import dev.opamp.javaagent.testing.server.OpampServer;
import dev.opamp.javaagent.testing.server.fleet.AgentSnapshot;
import dev.opamp.javaagent.testing.sink.OtlpSink;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/**
 * The main job on embedded defaults: a server, a sink, a service with the agent, one change.
 *
 * <p>{@code --once} checks what it shows and exits with 0 or 1; otherwise it runs until Ctrl-C.
 */
public final class Demo {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration WINDOW = Duration.ofSeconds(5);
  private static final int REQUESTS_PER_SECOND = 100;

  private static final String TEN_PERCENT =
      """
      file_format: "1.0"
      tracer_provider:
        sampler:
          parent_based:
            root:
              trace_id_ratio_based:
                ratio: 0.1
      """;

  private final OpampServer server;
  private final OtlpSink sink;
  private final SpanRate rate;

  private Demo(OpampServer server, OtlpSink sink) {
    this.server = server;
    this.sink = sink;
    this.rate = new SpanRate(sink.store(), "sample-service");
  }

  public static void main(String[] args) throws Exception {
    boolean once = List.of(args).contains("--once");
    int exitCode;
    try (OpampServer server = startServer(once);
        OtlpSink sink = startSink(once)) {
      exitCode = new Demo(server, sink).run(once);
    }
    System.exit(exitCode);
  }

  /** The check may run beside anything else; the demo has the ports people expect. */
  private static OpampServer startServer(boolean anyPort) {
    return OpampServer.builder()
        .opampPort(anyPort ? 0 : 4320)
        .consolePort(anyPort ? 0 : 4321)
        .build()
        .start();
  }

  private static OtlpSink startSink(boolean anyPort) throws IOException {
    return anyPort ? OtlpSink.start() : new OtlpSink(4318, 4317);
  }

  private int run(boolean once) throws Exception {
    try (SampleServiceProcess service =
        SampleServiceProcess.start(server.webSocketEndpoint(), sink.httpEndpoint())) {
      AgentSnapshot agent =
          server.awaitAgent(a -> a.serviceName().equals("sample-service"), PATIENCE);
      say("Console            http://127.0.0.1:" + server.consolePort() + "/");
      say("OpAMP endpoint     " + server.webSocketEndpoint());
      say("Agent              " + agent.serviceName() + " (" + agent.uid() + ")");
      try (Traffic traffic = new Traffic(service.port(), REQUESTS_PER_SECOND)) {
        boolean good = showChange(agent.uid()) && traffic.failures() == 0;
        if (once) {
          say(good ? "OK" : "NOT AS EXPECTED (failed requests: " + traffic.failures() + ")");
          return good ? 0 : 1;
        }
        say("Change the configuration yourself in the console. Ctrl-C ends the demo.");
        new CountDownLatch(1).await();
        return 0;
      }
    }
  }

  private boolean showChange(UUID agent) throws Exception {
    double before = rate.measure(WINDOW);
    say("Spans per second   %.1f  (everything is sampled)".formatted(before));

    ByteString hash = server.offerYaml(agent, TEN_PERCENT);
    RemoteConfigStatus status = server.awaitStatus(agent, hash, PATIENCE);
    say("Pushed             sampling ratio 0.1: " + describe(status));
    double after = rate.measure(WINDOW);
    say("Spans per second   %.1f  (no restart, process %s)".formatted(after, "unchanged"));

    RemoteConfigStatus removed = server.awaitStatus(agent, server.removeConfig(agent), PATIENCE);
    say("Removed            back to the start-up configuration: " + describe(removed));
    double reverted = rate.measure(WINDOW);
    say("Spans per second   %.1f".formatted(reverted));

    return applied(status)
        && applied(removed)
        && before > REQUESTS_PER_SECOND
        && after > 0
        && after < before * 0.25
        && reverted > before * 0.75;
  }

  private static boolean applied(RemoteConfigStatus status) {
    return status.getStatus() == RemoteConfigStatuses.RemoteConfigStatuses_APPLIED;
  }

  private static String describe(RemoteConfigStatus status) {
    String name = status.getStatus().name().replace("RemoteConfigStatuses_", "");
    return status.getErrorMessage().isEmpty() ? name : name + ": " + status.getErrorMessage();
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
