package dev.opamp.javaagent.telemetry.metrics;

import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One callback on one delegate meter. */
final class CallbackOnMeter {

  private final CallbackRegistration registration;
  private final Meter meter;
  private final Runnable unregister;
  private volatile @Nullable List<Observation> last;
  private volatile @Nullable List<Observation> counted;

  CallbackOnMeter(CallbackRegistration registration, ObservedCallback callback, Meter meter) {
    this.registration = registration;
    this.meter = meter;
    this.unregister = callback.registerOn(meter, this::collect);
  }

  boolean isOn(Meter other) {
    return meter == other;
  }

  void unregister() {
    unregister.run();
  }

  private void collect(List<ObservableMeasurement> instruments) {
    List<Observation> known = last;
    for (Observation observation :
        registration.sinceBaseline(known == null ? registration.observe() : known)) {
      observation.recordTo(instruments.get(observation.series().target()));
    }
  }

  /**
   * Runs the callback for the last time on this meter: every reader that collects from now on finds
   * the same.
   */
  void observeLast() {
    if (!registration.isClosed()) {
      last = registration.observe();
      counted = registration.counted();
    }
  }

  /** Takes the callback off this meter, and lets the next count from what was observed last. */
  void retire() {
    List<Observation> from = counted;
    if (from != null) {
      registration.countFrom(from);
    }
    registration.takeOff(this);
  }

  /** Takes the callback off this meter, which reports nothing more of it. */
  void drop() {
    registration.takeOff(this);
  }
}
