package dev.opamp.javaagent.testing.benchmarks.latency;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A JVM with the real agent and an application that makes 4,000 items of telemetry a second. */
final class LoadedHost implements AutoCloseable {

  private static final String SERVICE = "dev.opamp.javaagent.testing.apps.counting.CountingService";

  private final Process process;

  /**
   * Starts the load.
   *
   * @param environment {@code OTEL_*} variables
   */
  LoadedHost(Path agentJar, Path appsJar, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-javaagent:" + agentJar, "-cp", appsJar.toString()));
    command.add(SERVICE);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().keySet().removeIf(name -> name.startsWith("OTEL_"));
    builder
        .environment()
        .put("XDG_STATE_HOME", Files.createTempDirectory("opamp-state").toString());
    builder.environment().putAll(environment);
    this.process = builder.start();
    // Ctrl-C ends the benchmark without unwinding it; the host must not be left behind.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    get("http://127.0.0.1:" + awaitPort() + "/start");
  }

  private String awaitPort() throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.contains("listening on")) {
        return line.substring(line.lastIndexOf(' ') + 1);
      }
    }
    throw new IOException("the host ended before it listened");
  }

  private static void get(String url) throws IOException, InterruptedException {
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url)).build(),
            HttpResponse.BodyHandlers.discarding());
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
