package dev.opamp.javaagent.opamp;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of components that a configuration could use (spec: AvailableComponents): exporters,
 * processors, samplers and so on, each with its types. Immutable.
 */
public final class AvailableComponentsSnapshot {

  private final byte[] hash;
  private final Map<String, ComponentDetailsSnapshot> components;

  /**
   * The components there are.
   *
   * @param hash equal exactly when the components are, in any process on any host
   * @param components by name; immutable
   */
  public AvailableComponentsSnapshot(
      byte[] hash, Map<String, ComponentDetailsSnapshot> components) {
    this.hash = hash.clone();
    this.components = components;
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
