package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.config.ManagedSdk;
import dev.opamp.javaagent.health.HealthComponent;
import dev.opamp.javaagent.health.HealthImpact;
import dev.opamp.javaagent.health.HealthTree;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Shows each SDK, each of its signals and each of their pipelines in the health tree. Used on one
 * thread.
 */
final class SdkHealth {

  private static final String[] COUNTS = {"exported", "failed", "dropped"};

  private final HealthTree tree;

  /** What was shown last, by component: most of the time nothing has changed. */
  private final Map<String, List<Object>> shown = new HashMap<>();

  SdkHealth(HealthTree tree) {
    this.tree = tree;
  }

  void refresh(List<ManagedSdk> sdks) {
    Set<String> gone = new HashSet<>(shown.keySet());
    for (ManagedSdk sdk : sdks) {
      String name = "sdk/" + sdk.name();
      gone.remove(name);
      Map<String, Object> stats = sdk.stats();
      Map<String, Object> about = sdk.about();
      List<Object> now = Arrays.asList(sdk.problem(), about, stats);
      if (!now.equals(shown.get(name))) {
        show(tree.component(name, HealthImpact.ROLLS_UP), sdk.problem(), about, stats);
        shown.put(name, now);
      }
    }
    forget(gone);
  }

  /** All begins anew: what is shown next has started then. */
  void restarted(List<ManagedSdk> sdks) {
    forget(new HashSet<>(shown.keySet()));
    refresh(sdks);
  }

  private void forget(Set<String> gone) {
    gone.forEach(tree.agent()::remove);
    shown.keySet().removeAll(gone);
  }

  private static void show(
      HealthComponent component,
      String problem,
      Map<String, Object> about,
      Map<String, Object> stats) {
    if (problem.isEmpty()) {
      component.running();
    } else {
      component.degraded(problem);
    }
    if (!about.isEmpty()) {
      component.attributes(about);
    }
    for (Map.Entry<String, Object> signal : stats.entrySet()) {
      HealthComponent child = component.child(signal.getKey(), HealthImpact.ROLLS_UP);
      showSignal(child, (Map<?, ?>) signal.getValue());
    }
  }

  private static void showSignal(HealthComponent signal, Map<?, ?> stats) {
    Object listed = stats.get("pipelines");
    Set<String> names = new HashSet<>();
    for (Object pipeline : listed instanceof List ? (List<?>) listed : Collections.emptyList()) {
      Map<?, ?> pipelineStats = (Map<?, ?>) pipeline;
      String name = unused(String.valueOf(pipelineStats.get("name")), names);
      names.add(name);
      showPipeline(signal.child(name, HealthImpact.ROLLS_UP), pipelineStats);
    }
    signal.retain(names);
    signal.attributes(counts(stats));
    if (names.isEmpty()) {
      signal.stopped();
    } else {
      signal.running();
    }
  }

  private static String unused(String name, Set<String> used) {
    String free = name;
    for (int number = 2; used.contains(free); number++) {
      free = name + "#" + number;
    }
    return free;
  }

  /** Failed means that nothing ever came through, degraded that it did until now. */
  private static void showPipeline(HealthComponent pipeline, Map<?, ?> stats) {
    Map<String, Object> attributes = counts(stats);
    Object label = stats.get("attributes");
    if (label instanceof Map) {
      ((Map<?, ?>) label).forEach((key, value) -> attributes.put(String.valueOf(key), value));
    }
    Object success = stats.get("last_success_unix_nano");
    if (success != null) {
      attributes.put("last_success_unix_nano", success);
    }
    pipeline.attributes(attributes);
    Object error = stats.get("last_error");
    if (error == null) {
      pipeline.running();
    } else if (success == null) {
      pipeline.failed(String.valueOf(error));
    } else {
      pipeline.degraded(String.valueOf(error));
    }
  }

  private static Map<String, Object> counts(Map<?, ?> stats) {
    Map<String, Object> counts = new HashMap<>();
    for (String count : COUNTS) {
      Object value = stats.get(count);
      if (value != null) {
        counts.put(count, value);
      }
    }
    return counts;
  }
}
