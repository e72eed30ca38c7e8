package dev.opamp.javaagent.telemetry.metrics;

import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.util.List;
import java.util.function.Consumer;

/** A callback of an application and the instruments it reports to. */
interface ObservedCallback {

  /**
   * Registers on a delegate meter.
   *
   * @param collection called with the instruments of that meter, in order, when it is collected
   * @return takes the registration off again
   */
  Runnable registerOn(Meter meter, Consumer<List<ObservableMeasurement>> collection);

  /** Runs the application's code. */
  void run(ObservationBuffer into);

  /** Whether one of the instruments, by its position, is a counter. */
  boolean isCounter(int target);
}
