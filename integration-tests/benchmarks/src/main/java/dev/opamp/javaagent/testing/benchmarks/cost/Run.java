package dev.opamp.javaagent.testing.benchmarks.cost;

import java.util.Locale;

/** One contender's turn in a round. */
record Run(int round, Jvm jvm, Scenario scenario, Contender contender) {

  /** The first columns of the raw data. */
  String key() {
    return String.join(
        ",",
        Integer.toString(round),
        jvm.name(),
        scenario.name().toLowerCase(Locale.ROOT),
        contender.name().toLowerCase(Locale.ROOT));
  }

  /** The name of the service: of no other run. */
  String service() {
    return key().replaceAll("\\W", "-");
  }
}
