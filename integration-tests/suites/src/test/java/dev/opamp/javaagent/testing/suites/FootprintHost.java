package dev.opamp.javaagent.testing.suites;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** A JVM that tells what its agents cost it, by counts that no speed of a machine changes. */
final class FootprintHost implements AutoCloseable {

  private static final String PROBE = "dev.opamp.javaagent.testing.apps.FootprintProbe";

  private final HostProcess host;
  private final ClassLoadLog classes;
  private int asked;

  private FootprintHost(HostProcess host, ClassLoadLog classes) {
    this.host = host;
    this.classes = classes;
  }

  static FootprintHost start(HostProcess.Builder builder, Path directory) throws IOException {
    ClassLoadLog classes = new ClassLoadLog(Files.createTempFile(directory, "classes", ".log"));
    HostProcess host =
        builder
            .jvmArg(classes.jvmArg())
            .jvmArg("-XX:+UseSerialGC")
            // Behind the agent: its premain sees what ours has left.
            .jvmArg("-javaagent:" + HostProcess.sampleApps())
            .start("-cp", HostProcess.sampleApps(), PROBE);
    return new FootprintHost(host, classes);
  }

  /** Bytes the main thread allocated until all agents but the probe were done. */
  long premainBytes() throws InterruptedException, TimeoutException {
    return Long.parseLong(said("allocated "));
  }

  /** Classes the main thread loaded until then. */
  long premainClasses() throws InterruptedException, TimeoutException, IOException {
    said("allocated ");
    return classes.onItsThreadBefore(PROBE);
  }

  /** Waits until it does nothing any more. */
  void awaitIdle() throws InterruptedException, TimeoutException {
    host.awaitLine(line -> line.equals("ready"), TestBed.PATIENCE);
    host.awaitIdle(TestBed.PATIENCE);
  }

  long loadedClasses() throws IOException {
    return classes.all();
  }

  /** The names of all threads now. */
  List<String> threads() throws IOException, InterruptedException, TimeoutException {
    return List.of(answer("threads ").split(","));
  }

  /** Live heap now, after collections. */
  long liveBytes() throws IOException, InterruptedException, TimeoutException {
    return Long.parseLong(answer("live "));
  }

  private String answer(String what) throws IOException, InterruptedException, TimeoutException {
    asked++;
    host.sendLine("");
    return said(what + asked + " ");
  }

  private String said(String what) throws InterruptedException, TimeoutException {
    return host.awaitLine(line -> line.startsWith(what), TestBed.PATIENCE).substring(what.length());
  }

  @Override
  public void close() throws InterruptedException {
    host.close();
  }
}
