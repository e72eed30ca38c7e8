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
  private volatile Map<String, Object> ofSdk = Collections.emptyMap();
  private boolean complete;

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

  /**
   * What the host application is known to be, to lie below what its configuration says. Looks at
   * small local files the first time, so that no SDK is built on half of it.
   */
  synchronized Map<String, Object> detected() {
    if (!complete) {
      detected = detection.complete();
      complete = true;
    }
    return detected;
  }

  AgentDescriptionSnapshot description() {
    return AgentDescriptions.of(detected);
  }

  /** Says all that is known. Looks at files; may take a while. */
  void complete() {
    publish(detected());
  }

  /**
   * Follows the SDK in charge.
   *
   * @param resource the attributes of its Resource
   */
  void follow(Map<String, Object> resource) {
    ofSdk = resource;
    publish(detected());
  }

  private void publish(Map<String, Object> known) {
    Map<String, Object> all = new TreeMap<>(known);
    all.putAll(ofSdk);
    Map<String, Object> resource = Collections.unmodifiableMap(all);
    ownTelemetry.accept(resource);
    reporter.reportDescription(AgentDescriptions.of(resource));
  }
}
