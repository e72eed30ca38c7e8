package dev.opamp.javaagent.telemetry.metrics;

import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A callback that reports to several instruments of one meter. */
final class BatchObservation implements ObservedCallback {

  private final Runnable callback;
  private final List<ObservableMeasurement> measurements;
  private final Set<ObservableMeasurement> own = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * @param isOwn whether a measurement is one of the meter of this callback
   */
  BatchObservation(
      Runnable callback,
      Predicate<ObservableMeasurement> isOwn,
      ObservableMeasurement first,
      ObservableMeasurement... others) {
    this.callback = callback;
    List<ObservableMeasurement> all = new ArrayList<>();
    all.add(first);
    all.addAll(Arrays.asList(others));
    this.measurements = Collections.unmodifiableList(all);
    own.addAll(all);
    own.removeIf(isOwn.negate());
  }

  CallbackKey key() {
    List<Object> identities = new ArrayList<>();
    identities.add(callback);
    identities.addAll(measurements);
    return new CallbackKey(null, identities.toArray());
  }

  @Override
  public Runnable registerOn(Meter meter, Consumer<List<ObservableMeasurement>> collection) {
    List<ObservableMeasurement> delegates = new ArrayList<>();
    measurements.forEach(measurement -> delegates.add(delegateOf(measurement, meter)));
    ObservableMeasurement[] others =
        delegates.subList(1, delegates.size()).toArray(new ObservableMeasurement[0]);
    BatchCallback registered =
        meter.batchCallback(() -> collection.accept(delegates), delegates.get(0), others);
    return registered::close;
  }

  /**
   * The SDK hands out one storage for equal instruments, so another object on the same meter is as
   * good. What is not of this meter is passed on for the SDK to complain of.
   */
  private ObservableMeasurement delegateOf(ObservableMeasurement measurement, Meter meter) {
    if (!(measurement instanceof SwitchableInstrument)) {
      return measurement;
    }
    SwitchableInstrument<?> switchable = (SwitchableInstrument<?>) measurement;
    return (ObservableMeasurement)
        (own.contains(measurement) ? switchable.on(meter) : switchable.delegate);
  }

  @Override
  public void run(ObservationBuffer into) {
    try {
      for (int i = 0; i < measurements.size(); i++) {
        observe(i, into);
      }
      callback.run();
    } finally {
      measurements.forEach(Measurements::endObservation);
    }
  }

  private void observe(int target, ObservationBuffer into) {
    if (own.contains(measurements.get(target))) {
      Measurements.beginObservation(measurements.get(target), target, into);
    }
  }

  @Override
  public boolean isCounter(int target) {
    return Measurements.isCounter(measurements.get(target).getClass());
  }
}
