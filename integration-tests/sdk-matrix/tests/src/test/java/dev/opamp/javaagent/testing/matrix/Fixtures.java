package dev.opamp.javaagent.testing.matrix;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files that the build has put ready. */
final class Fixtures {

  private Fixtures() {}

  static Path app() {
    return Path.of(System.getProperty("app.jar")).toAbsolutePath();
  }

  static Path bootApp() {
    return Path.of(System.getProperty("boot.app.jar")).toAbsolutePath();
  }

  /** All jars of an SDK. */
  static List<Path> sdk(String version) {
    return jars(Path.of(System.getProperty("sdk.sets"), version, "target", "lib"));
  }

  /** The jars of an API alone. */
  static List<Path> api(String version) {
    return sdk(version).stream()
        .filter(
            jar ->
                jar.getFileName()
                    .toString()
                    .matches("opentelemetry-(api|context|common)-" + version + "\\.jar"))
        .toList();
  }

  /** The other agent. */
  static Path agentOf(Target target) {
    String name =
        target.kind() == Kind.SPLUNK ? "splunk-otel-javaagent" : "opentelemetry-javaagent";
    return programs().resolve(name + "-" + target.version() + ".jar");
  }

  static Path tomcat() {
    try (Stream<Path> entries = Files.list(programs())) {
      return entries
          .filter(entry -> entry.getFileName().toString().startsWith("apache-tomcat-"))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A program that the build has fetched, whatever its version. */
  static Path program(String artifact) {
    try (Stream<Path> entries = Files.list(programs())) {
      return entries
          .filter(entry -> entry.getFileName().toString().matches(artifact + "-[0-9].*\\.jar"))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String classPath(List<Path> jars) {
    return Stream.concat(Stream.of(app()), jars.stream())
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Path programs() {
    return Path.of(System.getProperty("programs")).toAbsolutePath();
  }

  private static List<Path> jars(Path directory) {
    try (Stream<Path> entries = Files.list(directory.toAbsolutePath().normalize())) {
      return entries.filter(jar -> jar.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
