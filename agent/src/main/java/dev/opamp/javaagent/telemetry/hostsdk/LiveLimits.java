package dev.opamp.javaagent.telemetry.hostsdk;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands where an SDK asks for its limits, from the time the SDK was found: it gives the
 * application's own until an offer asks for others. It is also what keeps the agent's side of an
 * SDK in memory for exactly as long as the SDK.
 */
final class LiveLimits<T> implements Supplier<T> {

  private final SdkField place;
  private final Supplier<T> own;

  /** Held, not used. */
  @SuppressWarnings("unused")
  private final Object anchored;

  private volatile @Nullable T offered;

  private LiveLimits(SdkField place, Supplier<T> own, Object anchored) {
    this.place = place;
    this.own = own;
    this.anchored = anchored;
  }

  /**
   * Returns the limits that an SDK has somewhere, not put there yet; null when it has none.
   *
   * @param anchored is to live as long as the SDK
   */
  @SuppressWarnings("unchecked")
  static <T> @Nullable LiveLimits<T> in(@Nullable SdkField place, Object anchored) {
    Object own = place == null ? null : place.get();
    return place != null && own instanceof Supplier
        ? new LiveLimits<>(place, (Supplier<T>) own, anchored)
        : null;
  }

  /** Takes the place of the application's supplier. */
  void install() {
    place.set(this);
  }

  /** Gives the place back to the application's supplier. */
  void release() {
    place.set(own);
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
}
