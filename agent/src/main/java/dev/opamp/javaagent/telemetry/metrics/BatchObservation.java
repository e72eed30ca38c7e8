package dev.opamp.javaagent.telemetry.metrics;

import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableMeasurement;

/** A callback that reports to several instruments of one meter. */
final class BatchObservation {

  private final Runnable callback;
  private final ObservableMeasurement first;
  private final ObservableMeasurement[] others;

  BatchObservation(
      Runnable callback, ObservableMeasurement first, ObservableMeasurement... others) {
    this.callback = callback;
    this.first = first;
    this.others = others.clone();
  }

  CallbackKey key() {
    Object[] identities = new Object[others.length + 2];
    identities[0] = callback;
    identities[1] = first;
    System.arraycopy(others, 0, identities, 2, others.length);
    return new CallbackKey(null, identities);
  }

  Runnable registerOn(Meter meter) {
    ObservableMeasurement[] delegates = new ObservableMeasurement[others.length];
    for (int i = 0; i < others.length; i++) {
      delegates[i] = delegateOf(others[i]);
    }
    BatchCallback registered = meter.batchCallback(callback, delegateOf(first), delegates);
    return registered::close;
  }

  /** An SDK accepts its own measurements only; a foreign one is passed on for it to complain of. */
  private static ObservableMeasurement delegateOf(ObservableMeasurement measurement) {
    if (measurement instanceof SwitchableInstrument) {
      return (ObservableMeasurement) ((SwitchableInstrument<?>) measurement).upcoming();
    }
    return measurement;
  }
}
