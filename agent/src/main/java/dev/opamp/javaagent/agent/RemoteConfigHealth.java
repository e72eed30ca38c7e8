package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.health.HealthComponent;
import dev.opamp.javaagent.health.HealthImpact;
import dev.opamp.javaagent.health.HealthTree;
import dev.opamp.javaagent.opamp.RemoteConfigState;
import dev.opamp.javaagent.opamp.RemoteConfigStatusSnapshot;

/** Shows what became of the last offer. A bad offer does not make the agent unwell. */
final class RemoteConfigHealth {

  private RemoteConfigHealth() {}

  static void show(HealthTree health, RemoteConfigStatusSnapshot status) {
    HealthComponent component = health.component("remote_config", HealthImpact.CONTAINED);
    if (status.state() == RemoteConfigState.FAILED) {
      component.degraded(status.errorMessage());
    } else {
      component.running();
    }
  }
}
