package dev.opamp.javaagent.telemetry.metrics;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of {@code buildObserver()}, one class for each kind of instrument because the
 * class tells the instruments of one name apart. While a batch callback runs, what is recorded goes
 * where that run is to be kept; at other times to the SDK, which says that it drops it.
 */
final class Measurements {

  private Measurements() {}

  /** Whether values of this kind are reported as a count since some time. */
  static boolean isCounter(Class<?> kind) {
    return kind == CounterBuilders.ObserverLong.class
        || kind == CounterBuilders.ObserverDouble.class;
  }

  static void beginObservation(
      ObservableMeasurement measurement, int target, ObservationBuffer buffer) {
    observe(measurement, new Place(target, buffer));
  }

  static void endObservation(ObservableMeasurement measurement) {
    observe(measurement, null);
  }

  private static void observe(ObservableMeasurement measurement, @Nullable Place place) {
    if (measurement instanceof OfLong) {
      ((OfLong) measurement).place = place;
    } else if (measurement instanceof OfDouble) {
      ((OfDouble) measurement).place = place;
    }
  }

  /** Where a run of a batch callback is kept. */
  private static final class Place {
    final int target;
    final ObservationBuffer buffer;

    Place(int target, ObservationBuffer buffer) {
      this.target = target;
      this.buffer = buffer;
    }
  }

  /** Reports whole numbers. */
  abstract static class OfLong extends SwitchableInstrument<ObservableLongMeasurement>
      implements ObservableLongMeasurement {
    private volatile @Nullable Place place;

    OfLong(Function<Meter, ObservableLongMeasurement> factory, ObservableLongMeasurement delegate) {
      super(factory, delegate);
    }

    @Override
    public final void record(long value) {
      record(value, Attributes.empty());
    }

    @Override
    public final void record(long value, Attributes attributes) {
      Place current = place;
      if (current == null) {
        delegate.record(value, attributes);
      } else {
        current.buffer.add(Observation.of(current.target, attributes, value));
      }
    }
  }

  /** Reports floating point numbers. */
  abstract static class OfDouble extends SwitchableInstrument<ObservableDoubleMeasurement>
      implements ObservableDoubleMeasurement {
    private volatile @Nullable Place place;

    OfDouble(
        Function<Meter, ObservableDoubleMeasurement> factory,
        ObservableDoubleMeasurement delegate) {
      super(factory, delegate);
    }

    @Override
    public final void record(double value) {
      record(value, Attributes.empty());
    }

    @Override
    public final void record(double value, Attributes attributes) {
      Place current = place;
      if (current == null) {
        delegate.record(value, attributes);
      } else {
        current.buffer.add(Observation.of(current.target, attributes, value));
      }
    }
  }
}
