package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.identity.ResourceDetection;
import dev.opamp.javaagent.opamp.AgentDescriptionSnapshot;
import dev.opamp.javaagent.opamp.AgentDescriptions;
import dev.opamp.javaagent.opamp.AgentReporter;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Who this agent is, for everyone who says so: the agent description, the agent's own telemetry and
 * the SDKs all speak of one Resource. Once an SDK runs, its Resource is the one that counts.
 */
final class Identity {

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final ResourceDetection detection;
  private final AgentReporter reporter;
  private final Consumer<Map<String, Object>> ownTelemetry;
  private volatile Map<String, Object> detected;
  private volatile Map<String, Object> ofSdk = Collections.emptyMap();
  private final CountDownLatch completed = new CountDownLatch(1);

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
   * What the host application is known to be, to lie below what its configuration says. Waits a
   * little for {@link #complete}, so that no SDK is built on half of it, and not for long: on some
   * systems the process ID takes a look-up of the host's name.
   */
  Map<String, Object> detected() {
    try {
      boolean unused = completed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return detected;
  }

  AgentDescriptionSnapshot description() {
    return AgentDescriptions.of(detected);
  }

  /** Looks at files too; may take a while. To be called once. */
  void complete() {
    detected = detection.complete();
    completed.countDown();
    publish();
  }

  /**
   * Follows the SDK in charge.
   *
   * @param resource the attributes of its Resource
   */
  void follow(Map<String, Object> resource) {
    ofSdk = resource;
    publish();
  }

  private void publish() {
    Map<String, Object> all = new TreeMap<>(detected);
    all.putAll(ofSdk);
    Map<String, Object> resource = Collections.unmodifiableMap(all);
    ownTelemetry.accept(resource);
    reporter.reportDescription(AgentDescriptions.of(resource));
  }
}
