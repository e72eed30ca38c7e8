package dev.opamp.javaagent.telemetry.metrics;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.function.Function;

/**
 * The measurements of {@code buildObserver()}, one class for each kind of instrument because the
 * class tells the instruments of one name apart.
 */
final class Measurements {

  private Measurements() {}

  /** Reports whole numbers. */
  abstract static class OfLong extends SwitchableInstrument<ObservableLongMeasurement>
      implements ObservableLongMeasurement {
    OfLong(Function<Meter, ObservableLongMeasurement> factory, ObservableLongMeasurement delegate) {
      super(factory, delegate);
    }

    @Override
    public final void record(long value) {
      delegate.record(value);
    }

    @Override
    public final void record(long value, Attributes attributes) {
      delegate.record(value, attributes);
    }
  }

  /** Reports floating point numbers. */
  abstract static class OfDouble extends SwitchableInstrument<ObservableDoubleMeasurement>
      implements ObservableDoubleMeasurement {
    OfDouble(
        Function<Meter, ObservableDoubleMeasurement> factory,
        ObservableDoubleMeasurement delegate) {
      super(factory, delegate);
    }

    @Override
    public final void record(double value) {
      delegate.record(value);
    }

    @Override
    public final void record(double value, Attributes attributes) {
      delegate.record(value, attributes);
    }
  }
}
