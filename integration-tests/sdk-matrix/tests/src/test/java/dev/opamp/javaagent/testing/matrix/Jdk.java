package dev.opamp.javaagent.testing.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The two JVMs that hosts run on: that of the build, and a newer one if there is one. */
enum Jdk {
  FIRST("17"),
  SECOND("25");

  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

  private static final List<Path> USUAL_PLACES =
      List.of(
          Path.of("/usr/lib/jvm"),
          Path.of("/usr/java"),
          Path.of("/opt/java"),
          Path.of(System.getProperty("user.home"), ".sdkman/candidates/java"),
          Path.of(System.getProperty("user.home"), ".jdks"),
          Path.of("/Library/Java/JavaVirtualMachines"),
          Path.of("C:/Program Files/Java"),
          Path.of("C:/Program Files/Eclipse Adoptium"));

  private final String feature;

  Jdk(String feature) {
    this.feature = feature;
  }

  /** The number of the release. */
  String feature() {
    return feature;
  }

  /** Where it is; empty when there is none. */
  Optional<Path> home() {
    if (this == FIRST) {
      return Optional.of(Path.of(System.getProperty("java.home")));
    }
    String told = System.getProperty("it.second.java.home", "");
    return told.isEmpty() ? found() : Optional.of(Path.of(told));
  }

  private Optional<Path> found() {
    return USUAL_PLACES.stream()
        .filter(Files::isDirectory)
        .flatMap(Jdk::homesIn)
        .filter(home -> feature.equals(featureOf(home)))
        .findFirst();
  }

  private static Stream<Path> homesIn(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .flatMap(entry -> Stream.of(entry, entry.resolve("Contents/Home")))
          .filter(home -> Files.isRegularFile(home.resolve("release")))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable String featureOf(Path home) {
    try {
      Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
      return version.find() ? version.group(1) : null;
    } catch (IOException e) {
      return null;
    }
  }
}
