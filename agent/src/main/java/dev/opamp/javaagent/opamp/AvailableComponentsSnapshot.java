package dev.opamp.javaagent.opamp;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of components that a configuration could use (spec: AvailableComponents): exporters,
 * processors, samplers and so on, each with its types. Immutable.
 */
public final class AvailableComponentsSnapshot {

  private final byte[] hash;
  private final Map<String, ComponentDetailsSnapshot> components;

  private AvailableComponentsSnapshot(
      byte[] hash, Map<String, ComponentDetailsSnapshot> components) {
    this.hash = hash;
    this.components = components;
  }

  /** Returns the components by name, with a hash that is equal exactly when they are. */
  public static AvailableComponentsSnapshot of(Map<String, ComponentDetailsSnapshot> components) {
    Map<String, ComponentDetailsSnapshot> sorted =
        Collections.unmodifiableMap(new TreeMap<>(components));
    return new AvailableComponentsSnapshot(ComponentsHash.of(sorted), sorted);
  }

  public byte[] hash() {
    return hash.clone();
  }

  public Map<String, ComponentDetailsSnapshot> components() {
    return components;
  }

  /** The hash stands for the components. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AvailableComponentsSnapshot
        && Arrays.equals(hash, ((AvailableComponentsSnapshot) other).hash);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hash);
  }
}
