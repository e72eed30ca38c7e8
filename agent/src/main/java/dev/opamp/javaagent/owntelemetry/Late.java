package dev.opamp.javaagent.owntelemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A part that is made when it is used for the first time. Thread-safe.
 *
 * @param <P> the part
 */
final class Late<P> {

  private final Supplier<P> make;
  private final Supplier<CompletableResultCode> endWithout;
  private @Nullable P made;
  private boolean ended;

  /**
   * @param endWithout ends what the part would have ended
   */
  Late(Supplier<P> make, Supplier<CompletableResultCode> endWithout) {
    this.make = make;
    this.endWithout = endWithout;
  }

  /** Returns null once it was ended without ever having been used. */
  synchronized @Nullable P get() {
    P known = made;
    if (known == null && !ended) {
      known = make.get();
      made = known;
    }
    return known;
  }

  /** Does something with the part if there is one. */
  CompletableResultCode ifMade(Function<P, CompletableResultCode> action) {
    P known = known();
    return known == null ? CompletableResultCode.ofSuccess() : action.apply(known);
  }

  private synchronized @Nullable P known() {
    return made;
  }

  CompletableResultCode end(Function<P, CompletableResultCode> shutdown) {
    P known;
    synchronized (this) {
      ended = true;
      known = made;
    }
    return known == null ? endWithout.get() : shutdown.apply(known);
  }
}
