package dev.opamp.javaagent.telemetry.hostsdk;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands where an SDK asks for its limits, from the time the SDK was found: it gives the
 * application's own until an offer asks for others. It is also what keeps the agent's side of an
 * SDK in memory for exactly as long as the SDK.
 */
final class LiveLimits<T> implements Supplier<T> {

  private final Supplier<T> own;

  /** Held, not used. */
  @SuppressWarnings("unused")
  private final Object anchored;

  private volatile @Nullable T offered;

  LiveLimits(Supplier<T> own, Object anchored) {
    this.own = own;
    this.anchored = anchored;
  }

  @Override
  public T get() {
    T limits = offered;
    return limits == null ? own.get() : limits;
  }

  /** Puts limits in force, null for the application's own. */
  void use(@Nullable T limits) {
    offered = limits;
  }

  Supplier<T> own() {
    return own;
  }
}
