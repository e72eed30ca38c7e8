package dev.opamp.javaagent.testing.suites;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A forked JVM with or without the agent, and what it printed. Ends with the test. */
public final class HostProcess implements AutoCloseable {

  private static final Duration IDLE = Duration.ofMillis(20);

  private final Process process;
  private final Output out;
  private final Output err;
  private final long startNanos;

  private HostProcess(Process process, long startNanos) {
    this.process = process;
    this.startNanos = startNanos;
    this.out = new Output(process.getInputStream());
    this.err = new Output(process.getErrorStream());
  }

  public static Builder java() {
    return new Builder();
  }

  public static Path agentJar() {
    return Path.of(System.getProperty("agent.jar"));
  }

  public static String sampleApps() {
    return System.getProperty("sample.apps.jar");
  }

  public String stdout() {
    return out.text();
  }

  public String stderr() {
    return err.text();
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Time since the process was started. */
  public Duration age() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  /** CPU time of all its threads so far, in steps of 10 ms. */
  public Duration cpuTime() {
    return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Resident memory, on Linux; 0 elsewhere. */
  public long residentKib() throws IOException {
    Path status = Path.of("/proc/" + pid() + "/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  /** Waits for a second in which it needs next to no CPU time. */
  public void awaitIdle(Duration timeout) throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + timeout.toNanos();
    Duration before = cpuTime();
    while (true) {
      Thread.sleep(1000);
      Duration now = cpuTime();
      if (now.minus(before).compareTo(IDLE) <= 0) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("still busy after " + timeout);
      }
      before = now;
    }
  }

  /** Waits for a line on stdout and returns it. */
  public String awaitLine(Predicate<String> wanted, Duration timeout)
      throws InterruptedException, TimeoutException {
    return out.awaitLine(0, wanted, timeout);
  }

  /** Waits for a line on stderr and returns it. */
  public String awaitErrorLine(Predicate<String> wanted, Duration timeout)
      throws InterruptedException, TimeoutException {
    return err.awaitLine(0, wanted, timeout);
  }

  /** How many lines there are on stdout so far. */
  public int lines() {
    return out.size();
  }

  /** How many lines there are on stderr so far. */
  public int errorLines() {
    return err.size();
  }

  /** Waits for a line on stdout after the first so many. */
  public String awaitLineFrom(int first, Predicate<String> wanted, Duration timeout)
      throws InterruptedException, TimeoutException {
    return out.awaitLine(first, wanted, timeout);
  }

  /** Waits for a line on stderr after the first so many. */
  public String awaitErrorLineFrom(int first, Predicate<String> wanted, Duration timeout)
      throws InterruptedException, TimeoutException {
    return err.awaitLine(first, wanted, timeout);
  }

  /** Waits for the end of the process and returns its exit code. */
  public int awaitExit(Duration timeout) throws InterruptedException, TimeoutException {
    if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new TimeoutException("still running after " + timeout + "\n" + stderr());
    }
    out.awaitEnd();
    err.awaitEnd();
    return process.exitValue();
  }

  /** Writes one line to the host's standard input. */
  public void sendLine(String line) throws IOException {
    OutputStream in = process.getOutputStream();
    in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  /** Ends the host's standard input. */
  public void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** Sends SIGKILL. */
  public void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  /** What to start. */
  public static final class Builder {
    private final List<String> jvmArgs = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();
    private String agentArgs = "";
    private boolean agent = true;
    private Path directory = Path.of(".");
    private List<String> launcher = List.of();
    private String javaHome = System.getProperty("it.java.home", "");

    public Builder withoutAgent() {
      this.agent = false;
      return this;
    }

    /** What follows {@code -javaagent:opamp-javaagent.jar=}. */
    public Builder agentArgs(String args) {
      this.agentArgs = args;
      return this;
    }

    public Builder jvmArg(String arg) {
      jvmArgs.add(arg);
      return this;
    }

    public Builder env(String name, String value) {
      environment.put(name, value);
      return this;
    }

    public Builder directory(Path workingDirectory) {
      this.directory = workingDirectory;
      return this;
    }

    /** The JVM to run, instead of the one for all host processes. */
    public Builder javaHome(Path home) {
      this.javaHome = home.toString();
      return this;
    }

    /** A command that runs the JVM, whose command line follows. */
    public Builder launcher(String... command) {
      this.launcher = List.of(command);
      return this;
    }

    public HostProcess start(String... classPathMainAndArgs) throws IOException {
      List<String> command = new ArrayList<>(launcher);
      command.add(javaExecutable());
      if (agent) {
        command.add("-javaagent:" + agentJar() + (agentArgs.isEmpty() ? "" : "=" + agentArgs));
      }
      command.addAll(jvmArgs);
      command.addAll(List.of(classPathMainAndArgs));
      ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.environment().keySet().removeIf(Builder::steersTelemetry);
      // What an earlier run left behind must not be found again.
      builder
          .environment()
          .put("XDG_STATE_HOME", Files.createTempDirectory("opamp-state").toString());
      builder.environment().putAll(environment);
      long start = System.nanoTime();
      return new HostProcess(builder.start(), start);
    }

    private static boolean steersTelemetry(String variable) {
      return variable.startsWith("OTEL_") || variable.equals("JAVA_TOOL_OPTIONS");
    }

    private String javaExecutable() {
      String home = javaHome.isEmpty() ? System.getProperty("java.home") : javaHome;
      Path java = Path.of(home, "bin", "java");
      if (!Files.isExecutable(java)) {
        throw new IllegalStateException(java + " is no java executable");
      }
      return java.toString();
    }
  }

  /** Reads one stream of the process to its end. */
  private static final class Output {
    private static final int NEWEST = 200;

    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    Output(InputStream stream) {
      Thread reader = new Thread(() -> read(stream), "host-output");
      reader.setDaemon(true);
      reader.start();
    }

    private void read(InputStream stream) {
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          add(line);
        }
      } catch (IOException e) {
        add("(output lost: " + e + ")");
      } finally {
        end();
      }
    }

    private synchronized void add(String line) {
      lines.add(line);
      notifyAll();
    }

    private synchronized void end() {
      ended = true;
      notifyAll();
    }

    synchronized String text() {
      return String.join("\n", lines);
    }

    synchronized void awaitEnd() throws InterruptedException, TimeoutException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (!ended) {
        waitUntil(deadline, "the end of the output");
      }
    }

    synchronized int size() {
      return lines.size();
    }

    synchronized String awaitLine(int first, Predicate<String> wanted, Duration timeout)
        throws InterruptedException, TimeoutException {
      long deadline = System.nanoTime() + timeout.toNanos();
      int next = first;
      while (true) {
        for (; next < lines.size(); next++) {
          if (wanted.test(lines.get(next))) {
            return lines.get(next);
          }
        }
        if (ended) {
          throw new TimeoutException("the process ended without the line; it said:\n" + text());
        }
        waitUntil(deadline, "the line");
      }
    }

    private String newest() {
      return String.join("\n", lines.subList(Math.max(0, lines.size() - NEWEST), lines.size()));
    }

    private void waitUntil(long deadline, String what)
        throws InterruptedException, TimeoutException {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new TimeoutException("waited in vain for " + what + "; so far:\n" + newest());
      }
      wait(Math.max(1, left / 1_000_000));
    }
  }
}
