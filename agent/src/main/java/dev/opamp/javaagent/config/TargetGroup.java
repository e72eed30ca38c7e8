package dev.opamp.javaagent.config;

import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.opamp.ConfigFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** All SDKs under control, and the plan in force in them. Used on the apply thread only. */
final class TargetGroup {

  private static final AgentLogger LOGGER = AgentLogger.get(TargetGroup.class);

  private ConfigPlan startup;
  private final PipelinePorts ports;
  private final List<SdkTarget> targets = new ArrayList<>();

  /**
   * Targets that could not take the plan in force, and run the start-up document instead; by each,
   * why it does not even run that, or an empty text.
   */
  private final Map<SdkTarget, String> outOfStep = new LinkedHashMap<>();

  private ConfigPlan plan;
  private List<ConfigFile> reported = Collections.emptyList();
  private boolean begun;

  TargetGroup(ConfigPlan startup, PipelinePorts ports) {
    this.startup = startup;
    this.plan = startup;
    this.ports = ports;
  }

  boolean hasInForce(ConfigPlan other) {
    return outOfStep.isEmpty() && plan.sameAs(other);
  }

  boolean isAtStartup() {
    return plan.sameAs(startup);
  }

  /** Whether there is no SDK that could take anything. */
  boolean isEmpty() {
    forgetGone();
    return targets.isEmpty();
  }

  /** Hides the secrets of the plan in force. */
  Redaction redaction() {
    return plan.redaction();
  }

  /** Puts a plan in force everywhere, or nowhere; returns what was exchanged for that, and how. */
  List<ChangeStep> switchTo(ConfigPlan next) throws ConfigRejectedException {
    forgetGone();
    List<ChangeStep> steps = TargetTransaction.apply(targets, next.effective(), next.redaction());
    outOfStep.clear();
    steps.addAll(settle(next));
    return steps;
  }

  /**
   * Takes a plan as the one in force that changes nothing in any target; returns what it changes in
   * the agent itself.
   */
  List<ChangeStep> settle(ConfigPlan next) {
    AgentTuning before = plan.tuning();
    plan = next;
    AgentTuning now = next.tuning();
    if (!Objects.equals(before.pollInterval(), now.pollInterval())) {
      publish("poll interval", () -> ports.pollInterval.accept(now.pollInterval()));
    }
    if (before.logLevel().equals(now.logLevel())) {
      return Collections.emptyList();
    }
    publish("log level", () -> ports.logLevel.accept(now.logLevel()));
    return Collections.singletonList(new ChangeStep("log_level", SwapKind.PARAMETER));
  }

  private static void publish(String what, Runnable change) {
    try {
      change.run();
    } catch (RuntimeException e) {
      LOGGER.warn("the " + what + " cannot be changed", e);
    }
  }

  /** Why a target does not run the start-up document that should; empty when all do. */
  String startupProblem() {
    return outOfStep.values().stream().filter(reason -> !reason.isEmpty()).findFirst().orElse("");
  }

  /** Puts the start-up document in force in each target that takes it. */
  void fallBack() {
    outOfStep.clear();
    forgetGone();
    for (SdkTarget target : targets) {
      startUp(target);
    }
    settle(startup);
  }

  /** An application's SDK ends when the application likes. */
  private void forgetGone() {
    targets.removeIf(SdkTarget::isGone);
    outOfStep.keySet().retainAll(targets);
  }

  /** From now on a target is given the plan in force when it is added. */
  void begin() {
    begun = true;
    String level = plan.tuning().logLevel();
    if (!level.isEmpty()) {
      publish("log level", () -> ports.logLevel.accept(level));
    }
  }

  /**
   * Adds a target and puts the plan in force in it; before {@link #begin} it only waits for one. A
   * target that is added again has more to put it in force in than before.
   *
   * @throws ConfigRejectedException when it runs the start-up document instead
   */
  void add(SdkTarget target) throws ConfigRejectedException {
    if (!targets.contains(target)) {
      targets.add(target);
    }
    outOfStep.remove(target);
    if (!begun) {
      outOfStep.put(target, "");
      return;
    }
    List<SdkTarget> alone = Collections.singletonList(target);
    try {
      TargetTransaction.apply(alone, plan.effective(), plan.redaction());
    } catch (ConfigRejectedException e) {
      outOfStep.put(target, plan == startup ? StatusMessage.of(e.problems(), redaction()) : "");
      if (plan != startup) {
        startUp(target);
      }
      throw e;
    }
  }

  /** The plan in force, or to be put in force. */
  ConfigPlan plan() {
    return plan;
  }

  ConfigPlan startup() {
    return startup;
  }

  /**
   * Puts the plans over other connections or over another start-up document in force, in every
   * target that the plan in force is in, or in none; a target that could not take it gets another
   * chance.
   */
  void reconnect(ConfigPlan nextStartup, ConfigPlan next) throws ConfigRejectedException {
    forgetGone();
    List<SdkTarget> inStep = new ArrayList<>(targets);
    inStep.removeAll(outOfStep.keySet());
    if (begun) {
      TargetTransaction.apply(
          inStep.isEmpty() ? targets : inStep, next.effective(), next.redaction());
    }
    rest(nextStartup, next);
    if (begun && inStep.isEmpty()) {
      outOfStep.clear();
    } else if (begun) {
      new ArrayList<>(outOfStep.keySet()).forEach(this::retry);
    }
  }

  /** Takes plans that change nothing in any target. */
  void rest(ConfigPlan nextStartup, ConfigPlan next) {
    startup = nextStartup;
    settle(next);
  }

  private void retry(SdkTarget target) {
    try {
      TargetTransaction.apply(
          Collections.singletonList(target), plan.effective(), plan.redaction());
      outOfStep.remove(target);
    } catch (ConfigRejectedException e) {
      startUp(target);
    }
  }

  void remove(SdkTarget target) {
    targets.remove(target);
    outOfStep.remove(target);
  }

  private void startUp(SdkTarget target) {
    try {
      TargetTransaction.apply(
          Collections.singletonList(target), startup.effective(), startup.redaction());
      outOfStep.computeIfPresent(target, (known, before) -> "");
    } catch (ConfigRejectedException e) {
      String reason = StatusMessage.of(e.problems(), startup.redaction());
      outOfStep.put(target, reason);
      LOGGER.error("the start-up configuration is not in force: " + reason, null);
    }
  }

  /** Reads back what is in force and reports it, when it is not what was reported last. */
  void reportEffective() {
    if (!begun) {
      return;
    }
    forgetGone();
    Map<String, Map<String, Object>> byTarget = new LinkedHashMap<>();
    for (SdkTarget target : targets) {
      if (!target.problem().isEmpty()) {
        // Nothing is known of what is in force there.
        continue;
      }
      Map<String, Object> inForce = plan.withLogLevel(target.inForce().tree());
      // What runs the start-up document shows its secrets, of which the plan may know nothing.
      boolean own = outOfStep.containsKey(target);
      byTarget.put(target.name(), own ? startup.redaction().tree(inForce) : inForce);
    }
    if (byTarget.isEmpty()) {
      byTarget.put("", plan.withLogLevel(plan.effective().tree()));
    }
    List<ConfigFile> files = EffectiveConfig.files(byTarget, plan.redaction());
    if (!files.equals(reported)) {
      reported = files;
      ports.reporter.reportEffectiveConfig(files);
    }
  }
}
