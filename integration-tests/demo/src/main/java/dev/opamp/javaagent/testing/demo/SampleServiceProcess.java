package dev.opamp.javaagent.testing.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The sample service in a JVM of its own, with the agent. */
final class SampleServiceProcess implements AutoCloseable {

  private final Process process;
  private final int port;

  private SampleServiceProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static SampleServiceProcess start(String opampEndpoint, String otlpEndpoint) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            java,
            "-javaagent:" + System.getProperty("agent.jar"),
            "-jar",
            System.getProperty("sample.apps.jar"));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    var environment = builder.environment();
    environment.put("OTEL_OPAMP_ENDPOINT", opampEndpoint);
    environment.put("OTEL_SERVICE_NAME", "sample-service");
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", otlpEndpoint);
    environment.put("OTEL_BSP_SCHEDULE_DELAY", "500");
    // Each demonstration begins with the start-up configuration.
    environment.put(
        "OTEL_OPAMP_STATE_DIR", Files.createTempDirectory("opamp-demo-state").toString());
    environment.put("OTEL_METRIC_EXPORT_INTERVAL", "1000");
    Process process = builder.start();
    // Ctrl-C ends the demo without unwinding it; the service must not be left behind.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("sample-service listening on ")) {
        return new SampleServiceProcess(
            process, Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)));
      }
    }
    throw new IOException("the sample service ended before it listened");
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
