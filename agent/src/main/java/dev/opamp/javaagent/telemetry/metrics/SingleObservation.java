package dev.opamp.javaagent.telemetry.metrics;

import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A callback that reports to one instrument.
 *
 * @param <M> the measurement the callback is given
 */
final class SingleObservation<M extends ObservableMeasurement> implements ObservedCallback {

  private final Consumer<M> callback;
  private final Function<ObservationBuffer, M> measurement;
  private final boolean counter;
  private final BiFunction<Meter, Consumer<M>, Runnable> registrar;

  private SingleObservation(
      Consumer<M> callback,
      Function<ObservationBuffer, M> measurement,
      boolean counter,
      BiFunction<Meter, Consumer<M>, Runnable> registrar) {
    this.callback = callback;
    this.measurement = measurement;
    this.counter = counter;
    this.registrar = registrar;
  }

  static ObservedCallback ofLong(
      Consumer<ObservableLongMeasurement> callback,
      Class<?> kind,
      BiFunction<Meter, Consumer<ObservableLongMeasurement>, Runnable> registrar) {
    return new SingleObservation<>(
        callback, ObservationBuffer::longs, Measurements.isCounter(kind), registrar);
  }

  static ObservedCallback ofDouble(
      Consumer<ObservableDoubleMeasurement> callback,
      Class<?> kind,
      BiFunction<Meter, Consumer<ObservableDoubleMeasurement>, Runnable> registrar) {
    return new SingleObservation<>(
        callback, ObservationBuffer::doubles, Measurements.isCounter(kind), registrar);
  }

  @Override
  public Runnable registerOn(Meter meter, Consumer<List<ObservableMeasurement>> collection) {
    return registrar.apply(
        meter, instrument -> collection.accept(Collections.singletonList(instrument)));
  }

  @Override
  public void run(ObservationBuffer into) {
    callback.accept(measurement.apply(into));
  }

  @Override
  public boolean isCounter(int target) {
    return counter;
  }
}
