package dev.opamp.javaagent.testing.suites;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks for other JDKs where they usually are. */
public final class JavaHomes {

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

  private JavaHomes() {}

  /**
   * One with that number.
   *
   * @param feature such as 25
   */
  public static Optional<Path> find(String feature) {
    return USUAL_PLACES.stream()
        .filter(Files::isDirectory)
        .flatMap(JavaHomes::homesIn)
        .filter(home -> featureOf(home).filter(feature::equals).isPresent())
        .findFirst();
  }

  /** The number of its release, if it says one. */
  public static Optional<String> featureOf(Path home) {
    try {
      Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
      return version.find() ? Optional.of(version.group(1)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
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
}
