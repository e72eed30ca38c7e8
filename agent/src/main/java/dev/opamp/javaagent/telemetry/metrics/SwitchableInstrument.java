package dev.opamp.javaagent.telemetry.metrics;

import io.opentelemetry.api.metrics.Meter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stable instrument in front of one that is replaced.
 *
 * @param <T> the interface of the API that a subclass implements and delegates to
 */
abstract class SwitchableInstrument<T> {

  private final Function<Meter, T> factory;

  /** Guarded by the provider's lock; null when no change is under way. */
  private @Nullable T prepared;

  /** Read once for each recording. */
  volatile T delegate;

  SwitchableInstrument(Function<Meter, T> factory, T delegate) {
    this.factory = factory;
    this.delegate = delegate;
  }

  final void prepare(Meter next) {
    prepared = factory.apply(next);
  }

  /** Returns the delegate that is about to be in force, or the one that is. */
  final T upcoming() {
    T next = prepared;
    return next == null ? delegate : next;
  }

  final void publish() {
    delegate = upcoming();
    prepared = null;
  }

  final void discardPrepared() {
    prepared = null;
  }
}
