package dev.opamp.javaagent.telemetry;

/**
 * One provider of a signal, and what it is fixed to for its life.
 *
 * @param <P> the provider
 */
final class ProviderGeneration<P> {

  final P provider;
  private final Object fixed;

  /**
   * Creates a generation.
   *
   * @param fixed what cannot be changed in this provider; has equality
   */
  ProviderGeneration(P provider, Object fixed) {
    this.provider = provider;
    this.fixed = fixed;
  }

  /** Whether a provider with these properties would be the same. */
  boolean isFixedTo(Object other) {
    return fixed.equals(other);
  }

  /**
   * Whether the way to another generation is that of a signal switched off or on, or built anew.
   *
   * @param off the generation of a signal that is off
   */
  boolean isReplacedAsAWhole(ProviderGeneration<P> next, ProviderGeneration<P> off) {
    return this != next && (this == off || next == off || fixed.equals(next.fixed));
  }
}
