package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.config.ConfigPipeline;
import dev.opamp.javaagent.config.OtherConnections;
import dev.opamp.javaagent.health.HealthComponent;
import dev.opamp.javaagent.health.HealthImpact;
import dev.opamp.javaagent.health.HealthTree;
import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.opamp.ConnectionSettingsOffer;
import dev.opamp.javaagent.opamp.DestinationOffer;
import dev.opamp.javaagent.state.StateStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Connects the named connections of exporters with what is offered, what is kept and what is seen
 * of them. Used on the apply thread.
 *
 * <p>They are kept with their headers and keys, in a file that only its owner can read.
 */
final class OtherConnectionsLink implements ConnectionPart {

  private static final AgentLogger LOG = AgentLogger.get("other-connections");
  private static final String ENTRY = "other-connections";

  private final ConfigPipeline pipeline;
  private final HealthTree health;
  private final StateStore state;
  private final Runnable provingGround;
  private OtherConnections inForce = OtherConnections.NONE;
  private List<String> refused = Collections.emptyList();
  private List<String> unusedFiles = Collections.emptyList();

  /**
   * @param provingGround sees to it that there is an SDK to try what is offered on
   */
  OtherConnectionsLink(
      ConfigPipeline pipeline, HealthTree health, StateStore state, Runnable provingGround) {
    this.pipeline = pipeline;
    this.health = health;
    this.state = state;
    this.provingGround = provingGround;
  }

  /**
   * Takes the connections of an earlier run, before any configuration is put in force. What is
   * stored is left alone while remote configuration is switched off.
   */
  void restore() {
    byte[] content = pipeline.acceptsOffers() ? state.get(ENTRY) : null;
    if (content == null) {
      return;
    }
    try {
      OtherConnections stored = StoredConnections.decode(content);
      List<String> problems = pipeline.restoreConnections(stored);
      if (problems.isEmpty()) {
        inForce = stored;
      } else {
        LOG.warn("the stored connections are not used");
        refused(problems);
      }
    } catch (IOException e) {
      LOG.warn("the stored connections are not used: " + e.getMessage());
      state.remove(ENTRY);
    }
  }

  /** Whether there are named connections that a server has offered, now or in an earlier run. */
  boolean areInForce() {
    return inForce != OtherConnections.NONE;
  }

  @Override
  public List<String> apply(ConnectionSettingsOffer offer) {
    Map<String, DestinationOffer> offered = offer.otherConnections();
    if (offered.isEmpty()) {
      return Collections.emptyList();
    }
    offered.forEach(OtherConnectionsLink::logUnknown);
    provingGround.run();
    OtherConnections next = inForce.with(offered);
    List<String> problems = pipeline.changeConnections(next, offered.keySet());
    if (problems.isEmpty()) {
      inForce = next;
      store();
    }
    refused(problems);
    return problems;
  }

  private static void logUnknown(String name, DestinationOffer offer) {
    if (!offer.otherSettings().isEmpty()) {
      LOG.info(
          "other_connections/"
              + name
              + ": "
              + offer.otherSettings().size()
              + " other_settings mean nothing to this agent");
    }
  }

  private void store() {
    try {
      state.put(ENTRY, StoredConnections.encode(inForce));
    } catch (IOException e) {
      LOG.warn("the offered connections cannot be stored: " + e.getMessage());
    }
  }

  private void refused(List<String> problems) {
    refused = problems;
    problems.forEach(LOG::warn);
    show();
  }

  /** Builds anew what uses credential files that have changed; cheap while none has. */
  void followFiles() {
    List<String> problems = pipeline.followCredentialFiles();
    if (!problems.equals(unusedFiles)) {
      unusedFiles = problems;
      problems.forEach(LOG::warn);
      show();
    }
  }

  private void show() {
    List<String> all = new ArrayList<>(refused);
    all.addAll(unusedFiles);
    HealthComponent component = health.component("other_connections", HealthImpact.CONTAINED);
    if (all.isEmpty()) {
      component.running();
    } else {
      component.degraded(String.join("; ", all));
    }
  }
}
