package dev.opamp.javaagent.telemetry.metrics;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes what one run of a callback observes, on whatever threads. What comes after the run is
 * dropped, as the SDK does.
 */
final class ObservationBuffer {

  private final List<Observation> observations = new ArrayList<>();
  private boolean closed;

  synchronized void add(Observation observation) {
    if (!closed) {
      observations.add(observation);
    }
  }

  /** Ends the run. */
  synchronized List<Observation> close() {
    closed = true;
    return observations;
  }

  ObservableLongMeasurement longs() {
    return new OfLong(this);
  }

  ObservableDoubleMeasurement doubles() {
    return new OfDouble(this);
  }

  /** The measurement of a callback with one instrument of whole numbers. */
  private static final class OfLong implements ObservableLongMeasurement {
    private final ObservationBuffer buffer;

    OfLong(ObservationBuffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public void record(long value) {
      record(value, Attributes.empty());
    }

    @Override
    public void record(long value, Attributes attributes) {
      buffer.add(Observation.of(0, attributes, value));
    }
  }

  /** The measurement of a callback with one instrument of floating point numbers. */
  private static final class OfDouble implements ObservableDoubleMeasurement {
    private final ObservationBuffer buffer;

    OfDouble(ObservationBuffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public void record(double value) {
      record(value, Attributes.empty());
    }

    @Override
    public void record(double value, Attributes attributes) {
      buffer.add(Observation.of(0, attributes, value));
    }
  }
}
