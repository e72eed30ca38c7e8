package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.config.ConfigPipeline;
import dev.opamp.javaagent.health.HealthComponent;
import dev.opamp.javaagent.health.HealthImpact;
import dev.opamp.javaagent.health.HealthTree;

/**
 * Follows the file of the start-up configuration, and shows how it is doing. Used on the apply
 * thread.
 *
 * <p>A file that is not in force makes the agent unwell: whoever starts the host anew gets nothing,
 * or something else than now.
 */
final class ConfigFileLink {

  private final ConfigPipeline pipeline;
  private final HealthTree health;
  private final Runnable changed;

  /**
   * @param changed is run when something else is in force
   */
  ConfigFileLink(ConfigPipeline pipeline, HealthTree health, Runnable changed) {
    this.pipeline = pipeline;
    this.health = health;
    this.changed = changed;
  }

  /** Cheap while the file is as it was; without effect when there is none. */
  void follow() {
    if (pipeline.followConfigFile()) {
      changed.run();
    }
    show();
  }

  /** Shows how the file is doing. */
  void show() {
    String problem = pipeline.configFileProblem();
    if (problem == null) {
      return;
    }
    HealthComponent component = health.component("config_file", HealthImpact.ROLLS_UP);
    if (problem.isEmpty()) {
      component.running();
    } else {
      component.degraded(problem);
    }
  }
}
