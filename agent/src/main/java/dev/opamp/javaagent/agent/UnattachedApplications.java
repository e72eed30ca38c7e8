package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.health.HealthImpact;
import dev.opamp.javaagent.health.HealthTree;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Shows in the health tree which applications got no SDK, and why. The newest only: each deployment
 * in a server is an application of another name, and nobody says when one is gone.
 */
final class UnattachedApplications {

  static final int LIMIT = 16;

  private final HealthTree health;
  private final Set<String> shown = new LinkedHashSet<>();

  UnattachedApplications(HealthTree health) {
    this.health = health;
  }

  synchronized void show(String application, String reason) {
    shown.remove(application);
    shown.add(application);
    if (shown.size() > LIMIT) {
      Iterator<String> oldest = shown.iterator();
      health.agent().remove(oldest.next());
      oldest.remove();
    }
    health.component(application, HealthImpact.CONTAINED).degraded(reason);
  }
}
