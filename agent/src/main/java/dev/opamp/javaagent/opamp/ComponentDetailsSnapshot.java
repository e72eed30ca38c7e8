package dev.opamp.javaagent.opamp;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** One kind of component, or one type of a kind (spec: ComponentDetails). Immutable. */
public final class ComponentDetailsSnapshot {

  private final Map<String, Object> metadata;
  private final Map<String, ComponentDetailsSnapshot> components;

  /**
   * A component and what is below it.
   *
   * @param metadata semantic convention names where they fit; String, Boolean, Long or Double
   * @param components what is below it, by name
   */
  public ComponentDetailsSnapshot(
      Map<String, Object> metadata, Map<String, ComponentDetailsSnapshot> components) {
    this.metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    this.components = Collections.unmodifiableMap(new TreeMap<>(components));
  }

  public Map<String, Object> metadata() {
    return metadata;
  }

  public Map<String, ComponentDetailsSnapshot> components() {
    return components;
  }
}
