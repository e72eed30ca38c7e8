package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.config.ManagedSdk;
import dev.opamp.javaagent.opamp.AvailableComponentsSnapshot;
import dev.opamp.javaagent.opamp.ComponentDetailsSnapshot;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reports what a configuration could use, and the instrumentation scopes that applications use,
 * when either changed. Used on one thread.
 */
final class AvailableComponents {

  static final int MAX_SCOPES = 500;

  private static final String SCOPES = "instrumentation_scopes";

  private final Consumer<AvailableComponentsSnapshot> reporter;
  private final Supplier<Map<String, Object>> catalog;
  private Map<String, ComponentDetailsSnapshot> kinds = Collections.emptyMap();
  private Map<?, ?> scopes = Collections.emptyMap();
  private boolean reported;

  /**
   * @param catalog reads what the agent has, a map as {@link ManagedSdk#scopes}; asked once
   */
  AvailableComponents(
      Consumer<AvailableComponentsSnapshot> reporter, Supplier<Map<String, Object>> catalog) {
    this.reporter = reporter;
    this.catalog = catalog;
  }

  /** Every SDK can have the same kinds, and each application has scopes of its own. */
  void refresh(List<ManagedSdk> sdks) {
    Map<Object, Object> now = new TreeMap<>();
    for (ManagedSdk sdk : sdks) {
      now.putAll(sdk.scopes());
    }
    if (!reported) {
      kinds = details(catalog.get());
    } else if (now.equals(scopes)) {
      return;
    }
    reported = true;
    scopes = now;
    reporter.accept(AvailableComponentsSnapshot.of(all(details(now))));
  }

  private Map<String, ComponentDetailsSnapshot> all(Map<String, ComponentDetailsSnapshot> found) {
    TreeMap<String, ComponentDetailsSnapshot> bounded = new TreeMap<>(found);
    boolean truncated = bounded.size() > MAX_SCOPES;
    while (bounded.size() > MAX_SCOPES) {
      bounded.pollLastEntry();
    }
    Map<String, Object> metadata =
        truncated ? Collections.singletonMap("truncated", true) : Collections.emptyMap();
    Map<String, ComponentDetailsSnapshot> all = new TreeMap<>(kinds);
    all.put(SCOPES, new ComponentDetailsSnapshot(metadata, bounded));
    return all;
  }

  private static Map<String, ComponentDetailsSnapshot> details(Map<?, ?> nodes) {
    Map<String, ComponentDetailsSnapshot> details = new TreeMap<>();
    nodes.forEach(
        (name, node) -> {
          Map<?, ?> content = (Map<?, ?>) node;
          Map<String, Object> metadata = new TreeMap<>();
          below(content, "metadata").forEach((key, value) -> metadata.put((String) key, value));
          details.put(
              (String) name,
              new ComponentDetailsSnapshot(metadata, details(below(content, "components"))));
        });
    return details;
  }

  private static Map<?, ?> below(Map<?, ?> node, String key) {
    Object value = node.get(key);
    return value instanceof Map ? (Map<?, ?>) value : Collections.emptyMap();
  }
}
