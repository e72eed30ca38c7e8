package dev.opamp.javaagent.testing.benchmarks.cost;

import dev.opamp.javaagent.testing.suites.JavaHomes;
import java.nio.file.Path;
import java.util.List;

/**
 * A JDK and how it is set up.
 *
 * @param small as in a small container: the quick compiler alone and little heap
 */
record Jvm(Path home, boolean small) {

  private static final List<String> SMALL = List.of("-XX:TieredStopAtLevel=1", "-Xmx128m");

  /**
   * A fixed heap, and touched at the start as it is after a while in service: else memory says how
   * far the collector has got in it.
   */
  private static final List<String> LARGE = List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch");

  String feature() {
    return JavaHomes.featureOf(home).orElse("unknown");
  }

  /** As in the raw data. */
  String name() {
    return feature() + (small ? " small" : "");
  }

  String label() {
    return "JDK " + feature() + (small ? ", `" + String.join(" ", SMALL) + "`" : "");
  }

  /** For a program that ends at once. */
  List<String> shortArguments() {
    return small ? SMALL : List.of();
  }

  /** For a program that stays. */
  List<String> longArguments() {
    return small ? SMALL : LARGE;
  }
}
