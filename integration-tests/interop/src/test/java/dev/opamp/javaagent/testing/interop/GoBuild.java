package dev.opamp.javaagent.testing.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Builds the Go program, where that is possible.
 *
 * <p>What the machine lacks (Go, a new enough Go, its modules, time) is a reason to skip; code that
 * does not compile is a failure.
 */
final class GoBuild {

  private static final List<Path> PLACES =
      List.of(Path.of("/usr/local/go/bin/go"), Path.of("/usr/lib/go/bin/go"));

  private final Path source;
  private final Path output;
  private final Map<String, String> environment = new TreeMap<>();
  private final Duration limit;

  GoBuild(Path source, Path output, Map<String, String> environment, Duration limit) {
    this.source = source;
    this.output = output;
    this.limit = limit;
    // The version that is there, or none: no toolchain is downloaded.
    this.environment.put("GOTOOLCHAIN", "local");
    this.environment.putAll(environment);
  }

  /**
   * Builds the program.
   *
   * @throws UnavailableException if the machine cannot build it
   */
  Path program(String name) throws UnavailableException, IOException, InterruptedException {
    String go = executable();
    Result modules = run(go, "mod", "download");
    if (modules.exitCode() != 0) {
      throw new UnavailableException("the modules cannot be had: " + modules.output());
    }
    Path program = output.resolve(name).toAbsolutePath();
    Result build = run(go, "build", "-mod=readonly", "-o", program.toString(), ".");
    if (build.exitCode() != 0) {
      throw new IllegalStateException("go build failed: " + build.output());
    }
    return program;
  }

  private static String executable() throws UnavailableException {
    List<Path> places = new ArrayList<>();
    for (String directory : Optional.ofNullable(System.getenv("PATH")).orElse("").split(":")) {
      places.add(Path.of(directory, "go"));
    }
    places.addAll(PLACES);
    return places.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElseThrow(() -> new UnavailableException("go is neither on the PATH nor in " + PLACES));
  }

  private Result run(String... command)
      throws UnavailableException, IOException, InterruptedException {
    Path log = Files.createTempFile("go-build", ".log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(source.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        throw new UnavailableException(
            "'go " + command[1] + "' took longer than " + limit.toSeconds() + " s");
      }
      return new Result(process.exitValue(), Files.readString(log).strip());
    } finally {
      Files.delete(log);
    }
  }

  private record Result(int exitCode, String output) {}

  /** The machine lacks something. */
  static final class UnavailableException extends Exception {
    UnavailableException(String reason) {
      super(reason);
    }
  }
}
