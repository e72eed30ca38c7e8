package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.config.ApplyListener;
import dev.opamp.javaagent.config.ChangeStep;
import dev.opamp.javaagent.health.HealthComponent;
import dev.opamp.javaagent.health.HealthImpact;
import dev.opamp.javaagent.health.HealthTree;
import dev.opamp.javaagent.opamp.RemoteConfigState;
import dev.opamp.javaagent.opamp.RemoteConfigStatusSnapshot;
import java.util.List;

/**
 * Shows what became of the last offer, or of the one that was stored, and passes it on. A bad offer
 * does not make the agent unwell.
 */
final class RemoteConfigHealth implements ApplyListener {

  private final HealthTree health;
  private final ApplyListener next;

  RemoteConfigHealth(HealthTree health, ApplyListener next) {
    this.health = health;
    this.next = next;
  }

  @Override
  public void onOutcome(RemoteConfigStatusSnapshot status, List<ChangeStep> steps, long nanos) {
    onStanding(status);
    next.onOutcome(status, steps, nanos);
  }

  @Override
  public void onStanding(RemoteConfigStatusSnapshot status) {
    HealthComponent component = health.component("remote_config", HealthImpact.CONTAINED);
    if (status.state() == RemoteConfigState.FAILED) {
      component.degraded(status.errorMessage());
    } else {
      component.running();
    }
  }
}
