package dev.opamp.javaagent.telemetry.metrics;

import io.opentelemetry.api.metrics.DoubleUpDownCounter;
import io.opentelemetry.api.metrics.DoubleUpDownCounterBuilder;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.LongUpDownCounterBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableDoubleUpDownCounter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableLongUpDownCounter;
import java.util.function.Consumer;
import java.util.function.Function;

/** Builders of up-down counters and their observed form. */
final class UpDownCounterBuilders {

  private UpDownCounterBuilders() {}

  /** Builds the long kinds. */
  static final class OfLong implements LongUpDownCounterBuilder {
    private final SwitchableMeter meter;
    private InstrumentDescriptor descriptor;

    OfLong(SwitchableMeter meter, InstrumentDescriptor descriptor) {
      this.meter = meter;
      this.descriptor = descriptor;
    }

    @Override
    public LongUpDownCounterBuilder setDescription(String description) {
      descriptor = descriptor.withDescription(description);
      return this;
    }

    @Override
    public LongUpDownCounterBuilder setUnit(String unit) {
      descriptor = descriptor.withUnit(unit);
      return this;
    }

    @Override
    public DoubleUpDownCounterBuilder ofDoubles() {
      return new OfDouble(meter, descriptor);
    }

    @Override
    public LongUpDownCounter build() {
      return meter.instrument(
          UpDownCounters.OfLong.class,
          descriptor,
          (m, d) -> on(m, d).build(),
          UpDownCounters.OfLong::new);
    }

    @Override
    public ObservableLongUpDownCounter buildWithCallback(
        Consumer<ObservableLongMeasurement> callback) {
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

    private static LongUpDownCounterBuilder on(Meter meter, InstrumentDescriptor descriptor) {
      LongUpDownCounterBuilder builder = meter.upDownCounterBuilder(descriptor.name());
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
  static final class OfDouble implements DoubleUpDownCounterBuilder {
    private final SwitchableMeter meter;
    private InstrumentDescriptor descriptor;

    OfDouble(SwitchableMeter meter, InstrumentDescriptor descriptor) {
      this.meter = meter;
      this.descriptor = descriptor;
    }

    @Override
    public DoubleUpDownCounterBuilder setDescription(String description) {
      descriptor = descriptor.withDescription(description);
      return this;
    }

    @Override
    public DoubleUpDownCounterBuilder setUnit(String unit) {
      descriptor = descriptor.withUnit(unit);
      return this;
    }

    @Override
    public DoubleUpDownCounter build() {
      return meter.instrument(
          UpDownCounters.OfDouble.class,
          descriptor,
          (m, d) -> on(m, d).build(),
          UpDownCounters.OfDouble::new);
    }

    @Override
    public ObservableDoubleUpDownCounter buildWithCallback(
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

    private static DoubleUpDownCounterBuilder on(Meter meter, InstrumentDescriptor descriptor) {
      DoubleUpDownCounterBuilder builder =
          meter.upDownCounterBuilder(descriptor.name()).ofDoubles();
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
