package dev.opamp.javaagent.testing.benchmarks.cost;

import java.util.ArrayList;
import java.util.List;

/** What is compared. */
enum Contender {
  NONE("no agent"),
  EMPTY("an agent that does nothing"),
  OPAMP("opamp-javaagent"),
  CONNECTED("opamp-javaagent, no own telemetry"),
  PATIENT("opamp-javaagent, start.delay=10s"),
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
    return this == OPAMP || this == CONNECTED || this == PATIENT || this == REFUSED;
  }

  /** In a JVM that ends before it is connected. */
  static List<Contender> shortLived() {
    return without(CONNECTED, PATIENT);
  }

  /** In a JVM that takes long to start, those that hardly make it longer. */
  static List<Contender> light() {
    return without(REFUSED, UPSTREAM, SPLUNK, ELASTIC);
  }

  /** In a JVM that takes long to start. */
  static List<Contender> starting() {
    return without(REFUSED);
  }

  /** In a JVM that does nothing once it is connected. */
  static List<Contender> waiting() {
    return without(REFUSED, PATIENT);
  }

  private static List<Contender> without(Contender... others) {
    List<Contender> contenders = new ArrayList<>(List.of(values()));
    contenders.removeAll(List.of(others));
    return contenders;
  }
}
