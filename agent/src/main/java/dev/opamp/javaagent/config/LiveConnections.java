package dev.opamp.javaagent.config;

import dev.opamp.javaagent.log.AgentLogger;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes what the configuration in force is connected with, and not the configuration itself: the
 * named connections, and the content of credential files. Used on the apply thread only.
 */
final class LiveConnections {

  private static final AgentLogger LOGGER = AgentLogger.get(LiveConnections.class);

  private final ConfigPlanner planner;
  private final TargetGroup targets;

  /** What the files made of the plan in force, when it could not be put in force. */
  private @Nullable SdkDocument refused;

  private List<String> refusal = Collections.emptyList();

  LiveConnections(ConfigPlanner planner, TargetGroup targets) {
    this.planner = planner;
    this.targets = targets;
  }

  /**
   * Takes connections as those in force, before anything is.
   *
   * @return why they are not used; empty when they are
   */
  List<String> restore(OtherConnections stored) {
    List<String> problems = check().problems(stored, stored.byName().keySet());
    return problems.isEmpty() ? change(stored, stored.byName().keySet()) : problems;
  }

  /**
   * Puts connections in force, all of them or none.
   *
   * @param offered the names of those that have changed
   * @return why nothing was changed; empty when all is in force
   */
  List<String> change(OtherConnections next, Set<String> offered) {
    List<String> problems = check().problems(next, offered);
    if (!problems.isEmpty()) {
      return problems;
    }
    Redaction redaction = targets.redaction();
    try {
      ConfigPlan startup = planner.startup(next);
      ConfigPlan plan = next(startup, next);
      // What a target objects to may repeat the secrets that come, not those in force.
      redaction = plan.redaction();
      targets.reconnect(startup, plan);
      planner.use(next);
      return Collections.emptyList();
    } catch (ConfigRejectedException e) {
      String names = "other_connections/" + String.join(",", offered);
      return Collections.singletonList(
          StatusMessage.oneLine(names + ": " + StatusMessage.of(e.problems(), redaction)));
    }
  }

  /** Whether what is in force names files to look at. */
  boolean hasFiles() {
    return targets.plan().effective().followsFiles();
  }

  /**
   * Looks whether credential files have changed, and builds anew what uses them.
   *
   * @return why what changed is not in use; empty when all is
   */
  List<String> followFiles() {
    SdkDocument inForce = targets.plan().effective();
    if (!hasFiles()) {
      return Collections.emptyList();
    }
    SdkDocument found = inForce;
    try {
      ConfigPlan startup = planner.startup(planner.connections());
      ConfigPlan next = next(startup, planner.connections());
      found = next.effective();
      if (found.equals(refused)) {
        return refusal;
      }
      if (!found.equals(inForce)) {
        targets.reconnect(startup, next);
        LOGGER.info("renewed credential files are in use");
      }
      refused = null;
      return Collections.emptyList();
    } catch (ConfigRejectedException e) {
      refused = found;
      refusal =
          Collections.singletonList(
              "changed credential files are not used: "
                  + StatusMessage.of(e.problems(), targets.redaction()));
      return refusal;
    }
  }

  /** What is allowed may have changed since the last offer. */
  private OtherConnectionCheck check() {
    return new OtherConnectionCheck(planner.restrictions());
  }

  private ConfigPlan next(ConfigPlan startup, OtherConnections over)
      throws ConfigRejectedException {
    return targets.isAtStartup() ? startup : planner.connected(targets.plan(), over);
  }
}
