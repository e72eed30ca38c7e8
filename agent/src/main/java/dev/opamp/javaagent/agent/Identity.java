package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.identity.ResourceDetection;
import dev.opamp.javaagent.opamp.AgentDescriptionSnapshot;
import dev.opamp.javaagent.opamp.AgentDescriptions;
import dev.opamp.javaagent.opamp.AgentReporter;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Who this agent is, for everyone who says so: the agent description, the agent's own telemetry and
 * the SDKs all speak of one Resource. Once an SDK runs, its Resource is the one that counts.
 */
final class Identity {

  private final ResourceDetection detection;
  private final AgentReporter reporter;
  private final Consumer<Map<String, Object>> ownTelemetry;
  private volatile Map<String, Object> detected;

  /**
   * @param ownTelemetry takes a new Resource for the agent's own telemetry
   */
  Identity(
      ResourceDetection detection,
      AgentReporter reporter,
      Consumer<Map<String, Object>> ownTelemetry) {
    this.detection = detection;
    this.reporter = reporter;
    this.ownTelemetry = ownTelemetry;
    this.detected = detection.immediate();
  }

  /** What the host application is known to be, to lie below what its configuration says. */
  Map<String, Object> detected() {
    return detected;
  }

  AgentDescriptionSnapshot description() {
    return AgentDescriptions.of(detected);
  }

  /** Looks at files too; may take a while. */
  void complete() {
    detected = detection.complete();
    publish(detected);
  }

  /**
   * Follows the SDK in charge.
   *
   * @param resource the attributes of its Resource
   */
  void follow(Map<String, Object> resource) {
    Map<String, Object> all = new TreeMap<>(detected);
    all.putAll(resource);
    publish(Collections.unmodifiableMap(all));
  }

  private void publish(Map<String, Object> resource) {
    ownTelemetry.accept(resource);
    reporter.reportDescription(AgentDescriptions.of(resource));
  }
}
