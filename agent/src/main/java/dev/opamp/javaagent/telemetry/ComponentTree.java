package dev.opamp.javaagent.telemetry;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A tree of components, written in JDK types, as the agent reads it from another class loader: each
 * node is a map with {@code metadata} (a map of text) and {@code components} (nodes by name).
 */
final class ComponentTree {

  private final Map<String, ComponentTree> components = new TreeMap<>();
  private Map<String, Object> metadata = Collections.emptyMap();

  /** Adds a component below the place that some names lead to. */
  void add(Map<String, Object> about, String name, String... place) {
    ComponentTree parent = this;
    for (String step : place) {
      parent = parent.components.computeIfAbsent(step, any -> new ComponentTree());
    }
    parent.components.computeIfAbsent(name, any -> new ComponentTree()).metadata = about;
  }

  /**
   * Returns the nodes below this one.
   *
   * @param about metadata of each of them that has none
   */
  Map<String, Object> nodes(Map<String, Object> about) {
    Map<String, Object> nodes = new TreeMap<>();
    components.forEach(
        (name, component) -> {
          Map<String, Object> node = new TreeMap<>();
          node.put("metadata", component.metadata.isEmpty() ? about : component.metadata);
          node.put("components", component.nodes(Collections.emptyMap()));
          nodes.put(name, node);
        });
    return nodes;
  }
}
