package dev.opamp.javaagent.testing.suites;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a JVM logged of the classes it loaded, and on which thread. */
final class ClassLoadLog {

  private final Path file;

  ClassLoadLog(Path file) {
    this.file = file;
  }

  /** The option that makes a JVM write it; not for Java 8. */
  String jvmArg() {
    return "-Xlog:class+load=info:file=" + file + ":tid";
  }

  /** All classes so far. */
  long all() throws IOException {
    return lines().size();
  }

  /** Classes that the thread that loads this one loaded before it. */
  long onItsThreadBefore(String className) throws IOException {
    List<String> lines = lines();
    int marker = 0;
    while (!lines.get(marker).contains("] " + className + " ")) {
      marker++;
    }
    String thread = threadOf(lines.get(marker));
    return lines.subList(0, marker).stream().filter(line -> line.startsWith(thread)).count();
  }

  private static String threadOf(String line) {
    return line.substring(0, line.indexOf(']') + 1);
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(file).stream().filter(line -> line.contains(" source: ")).toList();
  }
}
