package dev.opamp.javaagent.config;

import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.opamp.ConfigFile;
import dev.opamp.javaagent.opamp.RemoteConfigOffer;
import dev.opamp.javaagent.opamp.RemoteConfigState;
import dev.opamp.javaagent.opamp.RemoteConfigStatusSnapshot;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Takes one offer from bytes to an outcome. Used on the apply thread only; never throws. */
final class OfferApplier {

  private static final AgentLogger LOGGER = AgentLogger.get(OfferApplier.class);

  /** So often a target may refuse one more part of an offer that is applied in part. */
  private static final int MAX_ATTEMPTS = 20;

  private final OfferReader reader;
  private final ConfigPlanner planner;
  private final TargetGroup targets;
  private final boolean partial;
  private List<ChangeStep> steps = Collections.emptyList();

  OfferApplier(OfferReader reader, ConfigPlanner planner, TargetGroup targets, boolean partial) {
    this.reader = reader;
    this.planner = planner;
    this.targets = targets;
    this.partial = partial;
  }

  /** Returns what was exchanged for the last offer, and how. */
  List<ChangeStep> steps() {
    return steps;
  }

  RemoteConfigStatusSnapshot apply(RemoteConfigOffer offer) {
    steps = Collections.emptyList();
    Redaction redaction = new Redaction(none(), none());
    try {
      List<ConfigFile> files = offer.files();
      if (files == null) {
        return failed(offer, "the offer has no config part; the configuration is unchanged");
      }
      ConfigDocument document = reader.read(files);
      redaction =
          new Redaction(none(), Redaction.secretsIn(document.root(), document.substitutedPaths()));
      List<ConfigProblem> leftOut = apply(document).leftOut();
      return leftOut.isEmpty()
          ? new RemoteConfigStatusSnapshot(offer.hash(), RemoteConfigState.APPLIED, "")
          : failed(offer, "applied in part; not applied: " + StatusMessage.of(leftOut, redaction));
    } catch (ConfigRejectedException e) {
      return failed(offer, StatusMessage.of(e.problems(), redaction));
    } catch (Throwable t) {
      return failed(offer, "not applied: " + TargetTransaction.describe(t, redaction));
    }
  }

  private ConfigPlan apply(ConfigDocument document) throws ConfigRejectedException {
    ConfigPlan plan;
    try {
      plan = planner.plan(document);
      switchTo(plan);
      return plan;
    } catch (ConfigRejectedException e) {
      if (!partial) {
        throw e;
      }
      plan = planner.planInPart(document, Collections.emptyList(), e.problems());
    }
    for (int attempt = 1; ; attempt++) {
      try {
        switchTo(plan);
        return plan;
      } catch (ConfigRejectedException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
        plan = planner.planInPart(plan.offer(), plan.leftOut(), e.problems());
      }
    }
  }

  private void switchTo(ConfigPlan plan) throws ConfigRejectedException {
    if (targets.hasInForce(plan)) {
      steps = targets.settle(plan);
    } else {
      steps = targets.switchTo(plan);
    }
    LOGGER.debug("configuration in force: " + (steps.isEmpty() ? "nothing changed" : steps));
  }

  private static Set<String> none() {
    return Collections.emptySet();
  }

  private static RemoteConfigStatusSnapshot failed(RemoteConfigOffer offer, String message) {
    return new RemoteConfigStatusSnapshot(
        offer.hash(), RemoteConfigState.FAILED, StatusMessage.oneLine(message));
  }
}
