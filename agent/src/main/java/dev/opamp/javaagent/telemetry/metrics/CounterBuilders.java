package dev.opamp.javaagent.telemetry.metrics;

import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.DoubleCounterBuilder;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongCounterBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleCounter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongCounter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.function.Consumer;
import java.util.function.Function;

/** Builders of counters and their observed form. */
final class CounterBuilders {

  private CounterBuilders() {}

  /** Builds the long kinds. */
  static final class OfLong implements LongCounterBuilder {
    private final SwitchableMeter meter;
    private InstrumentDescriptor descriptor;

    OfLong(SwitchableMeter meter, InstrumentDescriptor descriptor) {
      this.meter = meter;
      this.descriptor = descriptor;
    }

    @Override
    public LongCounterBuilder setDescription(String description) {
      descriptor = descriptor.withDescription(description);
      return this;
    }

    @Override
    public LongCounterBuilder setUnit(String unit) {
      descriptor = descriptor.withUnit(unit);
      return this;
    }

    @Override
    public DoubleCounterBuilder ofDoubles() {
      return new OfDouble(meter, descriptor);
    }

    @Override
    public LongCounter build() {
      return meter.instrument(
          Counters.OfLong.class, descriptor, (m, d) -> on(m, d).build(), Counters.OfLong::new);
    }

    @Override
    public ObservableLongCounter buildWithCallback(Consumer<ObservableLongMeasurement> callback) {
      InstrumentDescriptor d = descriptor;
      Class<?> kind = ObserverLong.class;
      return meter.register(
          new CallbackKey(new InstrumentKey(kind, d), callback),
          SingleObservation.ofLong(callback, kind, (m, c) -> on(m, d).buildWithCallback(c)::close));
    }

    @Override
    public ObservableLongMeasurement buildObserver() {
      return meter.instrument(
          ObserverLong.class, descriptor, (m, d) -> on(m, d).buildObserver(), ObserverLong::new);
    }

    private static LongCounterBuilder on(Meter meter, InstrumentDescriptor descriptor) {
      LongCounterBuilder builder = meter.counterBuilder(descriptor.name());
      descriptor.describe(builder::setDescription, builder::setUnit);
      return builder;
    }
  }

  /** Observed long values. */
  static final class ObserverLong extends Measurements.OfLong {
    ObserverLong(
        Function<Meter, ObservableLongMeasurement> factory, ObservableLongMeasurement delegate) {
      super(factory, delegate);
    }
  }

  /** Builds the double kinds. */
  static final class OfDouble implements DoubleCounterBuilder {
    private final SwitchableMeter meter;
    private InstrumentDescriptor descriptor;

    OfDouble(SwitchableMeter meter, InstrumentDescriptor descriptor) {
      this.meter = meter;
      this.descriptor = descriptor;
    }

    @Override
    public DoubleCounterBuilder setDescription(String description) {
      descriptor = descriptor.withDescription(description);
      return this;
    }

    @Override
    public DoubleCounterBuilder setUnit(String unit) {
      descriptor = descriptor.withUnit(unit);
      return this;
    }

    @Override
    public DoubleCounter build() {
      return meter.instrument(
          Counters.OfDouble.class, descriptor, (m, d) -> on(m, d).build(), Counters.OfDouble::new);
    }

    @Override
    public ObservableDoubleCounter buildWithCallback(
        Consumer<ObservableDoubleMeasurement> callback) {
      InstrumentDescriptor d = descriptor;
      Class<?> kind = ObserverDouble.class;
      return meter.register(
          new CallbackKey(new InstrumentKey(kind, d), callback),
          SingleObservation.ofDouble(
              callback, kind, (m, c) -> on(m, d).buildWithCallback(c)::close));
    }

    @Override
    public ObservableDoubleMeasurement buildObserver() {
      return meter.instrument(
          ObserverDouble.class,
          descriptor,
          (m, d) -> on(m, d).buildObserver(),
          ObserverDouble::new);
    }

    private static DoubleCounterBuilder on(Meter meter, InstrumentDescriptor descriptor) {
      DoubleCounterBuilder builder = meter.counterBuilder(descriptor.name()).ofDoubles();
      descriptor.describe(builder::setDescription, builder::setUnit);
      return builder;
    }
  }

  /** Observed double values. */
  static final class ObserverDouble extends Measurements.OfDouble {
    ObserverDouble(
        Function<Meter, ObservableDoubleMeasurement> factory,
        ObservableDoubleMeasurement delegate) {
      super(factory, delegate);
    }
  }
}
