package dev.opamp.javaagent.testing.benchmarks.cost;

import java.util.Arrays;
import java.util.List;

/** What is compared. */
enum Contender {
  NONE("no agent"),
  EMPTY("an agent that does nothing"),
  OPAMP("opamp-javaagent"),
  CONNECTED("opamp-javaagent, no own telemetry"),
  REFUSED("opamp-javaagent, connection refused"),
  UPSTREAM("opentelemetry-javaagent"),
  SPLUNK("Splunk"),
  ELASTIC("Elastic, classic");

  private final String label;

  Contender(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  boolean isOurs() {
    return this == OPAMP || this == CONNECTED || this == REFUSED;
  }

  /** In a JVM that ends before it is connected. */
  static List<Contender> shortLived() {
    return Arrays.stream(values()).filter(contender -> contender != CONNECTED).toList();
  }

  /** In a JVM that lives long enough to be connected. */
  static List<Contender> connected() {
    return Arrays.stream(values()).filter(contender -> contender != REFUSED).toList();
  }
}
