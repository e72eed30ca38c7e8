package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.config.ChangeStep;
import dev.opamp.javaagent.health.HealthImpact;
import dev.opamp.javaagent.health.HealthTree;
import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.log.LogListener;
import dev.opamp.javaagent.log.LogOutput;
import dev.opamp.javaagent.opamp.ConnectionSettingsOffer;
import dev.opamp.javaagent.opamp.OwnTelemetryOffer;
import dev.opamp.javaagent.opamp.RemoteConfigStatusSnapshot;
import dev.opamp.javaagent.opamp.SessionListener;
import dev.opamp.javaagent.owntelemetry.OwnTelemetry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Connects the agent's own telemetry with what it tells about: log, offers, health. Started and
 * given offers on the apply thread.
 */
final class OwnTelemetryLink implements ConnectionPart {

  private static final AgentLogger LOG = AgentLogger.get("own-telemetry");

  private final OwnTelemetry telemetry;
  private final HealthTree health;
  private final OwnTelemetryDestinations destinations;
  private final LogListener logs;
  private boolean started;

  OwnTelemetryLink(
      OwnTelemetry telemetry, HealthTree health, OwnTelemetryDestinations destinations) {
    this.telemetry = telemetry;
    this.health = health;
    this.destinations = destinations;
    this.logs =
        event ->
            telemetry
                .logRecords()
                .emit(
                    event.level(),
                    event.logger(),
                    event.message(),
                    event.cause(),
                    TimeUnit.MILLISECONDS.toNanos(event.epochMillis()));
    LogOutput.attach(logs);
  }

  SessionListener sessionListener() {
    return telemetry.sessionMetrics();
  }

  /**
   * Exports to where the server wanted it in an earlier run, or else to where the local settings
   * say, before the server is reached. Builds nothing when there is no destination.
   */
  void start() {
    started = true;
    OwnTelemetryOffer initial = destinations.initial();
    if (isEmpty(initial)) {
      return;
    }
    List<String> refusals = telemetry.apply(initial);
    show("stored own telemetry destinations", refusals);
    if (!refusals.isEmpty()) {
      telemetry.apply(telemetry.destinations().over(destinations.local()));
    }
  }

  /** Puts offered destinations in force and keeps them for the next start, or says why not. */
  @Override
  public List<String> apply(ConnectionSettingsOffer offer) {
    // A quick server offers before the start: what it leaves out stays as it is about to be.
    OwnTelemetryOffer standing = started ? telemetry.destinations() : destinations.initial();
    OfferedDestinations offered = OfferedDestinations.of(offer, standing);
    OwnTelemetryOffer wanted = offered.destinations();
    if (isEmpty(wanted) && offered.problems().isEmpty()) {
      return Collections.emptyList();
    }
    List<String> refusals =
        offered.problems().isEmpty() ? telemetry.apply(wanted) : offered.problems();
    show("own telemetry offer", refusals);
    if (refusals.isEmpty()) {
      destinations.accepted(wanted);
    }
    return refusals;
  }

  private void show(String what, List<String> refusals) {
    if (refusals.isEmpty()) {
      health.component("own_telemetry", HealthImpact.CONTAINED).running();
    } else {
      String reasons = String.join("; ", refusals);
      LOG.warn(what + " refused: " + reasons);
      health.component("own_telemetry", HealthImpact.CONTAINED).degraded(reasons);
    }
  }

  private static boolean isEmpty(OwnTelemetryOffer offer) {
    return offer.metrics() == null && offer.traces() == null && offer.logs() == null;
  }

  void applied(RemoteConfigStatusSnapshot status, List<ChangeStep> steps, long nanos) {
    List<String> told = new ArrayList<>();
    steps.forEach(step -> told.add(step.toString()));
    telemetry.applyRecorder().applied(status.hash(), status.state(), told, nanos);
  }

  void updateResource(Map<String, Object> resource) {
    telemetry.updateResource(resource);
  }

  void rebuild() {
    telemetry.rebuild();
  }

  void close() {
    LogOutput.detach(logs);
    telemetry.close();
  }
}
