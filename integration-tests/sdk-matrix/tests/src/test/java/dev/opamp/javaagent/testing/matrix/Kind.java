package dev.opamp.javaagent.testing.matrix;

/** The ways in which an application comes to its OpenTelemetry. */
enum Kind {
  GLOBAL("SDK built in code, global"),
  LOCAL("SDK built in code, not global"),
  AUTO("autoconfigured SDK"),
  BOOT("Spring Boot starter"),
  TOMCAT("two web applications in Tomcat"),
  UPSTREAM("opentelemetry-javaagent"),
  SPLUNK("splunk-otel-javaagent"),
  API("API alone");

  private final String words;

  Kind(String words) {
    this.words = words;
  }

  /** What it is called where people read. */
  String words() {
    return words;
  }

  /** Whether another agent brings the SDK. */
  boolean isAgent() {
    return this == UPSTREAM || this == SPLUNK;
  }
}
