package dev.opamp.javaagent.testing.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An OpAMP server in a process of its own, which can be killed and started again. */
final class ServerProcess implements AutoCloseable {

  private final int port;
  private @Nullable Process process;

  ServerProcess() throws IOException {
    // Taken and released: the port has to stay the same from one process to the next.
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  /**
   * Starts the server and returns once it is there.
   *
   * @return when its port was open, as {@link System#nanoTime}: a while before it says so, when
   *     agents are already waiting
   */
  long start() throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process started =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.opamp.javaagent.testing.server.OpampServerMain",
                "--port",
                Integer.toString(port),
                "--console-port",
                "0")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    process = started;
    // Ctrl-C ends the benchmark without unwinding it; the server must not be left behind.
    Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
    long open = awaitPort(started);
    BufferedReader out =
        new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("OpAMP")) {
        return open;
      }
    }
    throw new IOException("the server ended before it listened");
  }

  private long awaitPort(Process started) throws IOException, InterruptedException {
    while (started.isAlive()) {
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return System.nanoTime();
      } catch (ConnectException e) {
        Thread.sleep(5);
      }
    }
    throw new IOException("the server ended before it listened");
  }

  /** SIGKILL: no goodbye, and nobody is left to refuse politely. */
  void kill() throws InterruptedException {
    Process running = process;
    if (running != null) {
      running.destroyForcibly().waitFor();
    }
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
