package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.config.ManagedSdk;
import dev.opamp.javaagent.health.HealthComponent;
import dev.opamp.javaagent.health.HealthImpact;
import dev.opamp.javaagent.health.HealthTree;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Shows each SDK and each of its signals in the health tree. Used on one thread. */
final class SdkHealth {

  private final HealthTree tree;
  private final Set<String> shown = new HashSet<>();

  SdkHealth(HealthTree tree) {
    this.tree = tree;
  }

  void refresh(List<ManagedSdk> sdks) {
    Set<String> gone = new HashSet<>(shown);
    for (ManagedSdk sdk : sdks) {
      String name = "sdk/" + sdk.name();
      gone.remove(name);
      shown.add(name);
      show(tree.component(name, HealthImpact.ROLLS_UP), sdk);
    }
    gone.forEach(tree.agent()::remove);
    shown.removeAll(gone);
  }

  private static void show(HealthComponent component, ManagedSdk sdk) {
    component.running();
    for (Map.Entry<String, Object> signal : sdk.stats().entrySet()) {
      HealthComponent child = component.child(signal.getKey(), HealthImpact.ROLLS_UP);
      Object error = ((Map<?, ?>) signal.getValue()).get("last_error");
      if (error == null) {
        child.running();
      } else {
        child.failed(String.valueOf(error));
      }
    }
  }
}
