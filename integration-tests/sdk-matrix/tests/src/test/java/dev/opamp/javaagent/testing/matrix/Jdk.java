package dev.opamp.javaagent.testing.matrix;

import dev.opamp.javaagent.testing.suites.JavaHomes;
import java.nio.file.Path;
import java.util.Optional;

/** The two JVMs that hosts run on: that of the build, and a newer one if there is one. */
enum Jdk {
  FIRST("17"),
  SECOND("25");

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
    return told.isEmpty() ? JavaHomes.find(feature) : Optional.of(Path.of(told));
  }
}
