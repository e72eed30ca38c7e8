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

  /** Returns the instrument on a delegate meter. */
  final T on(Meter meter) {
    return factory.apply(meter);
  }

  final void prepare(Meter next) {
    prepared = factory.apply(next);
  }

  final void publish() {
    T next = prepared;
    if (next != null) {
      delegate = next;
      prepared = null;
    }
  }

  final void discardPrepared() {
    prepared = null;
  }
}
