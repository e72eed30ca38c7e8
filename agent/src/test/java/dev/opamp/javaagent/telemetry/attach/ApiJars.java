package dev.opamp.javaagent.telemetry.attach;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The OpenTelemetry APIs of several versions, which the build copies beside the class path. */
final class ApiJars {

  private static final Path DIRECTORY = Path.of("target", "apis");

  private ApiJars() {}

  static List<String> versions() {
    return names(DIRECTORY).toList();
  }

  /** Returns the artifacts that an application with that version has, and those of classes. */
  static URL[] of(String version, Class<?>... more) {
    Path directory = DIRECTORY.resolve(version);
    return Stream.concat(
            names(directory).map(jar -> url(directory.resolve(jar))),
            Stream.of(more).map(type -> type.getProtectionDomain().getCodeSource().getLocation()))
        .toArray(URL[]::new);
  }

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> names(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
