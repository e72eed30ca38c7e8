package dev.opamp.javaagent.telemetry.metrics;

import io.opentelemetry.api.metrics.DoubleGauge;
import io.opentelemetry.api.metrics.DoubleGaugeBuilder;
import io.opentelemetry.api.metrics.LongGauge;
import io.opentelemetry.api.metrics.LongGaugeBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleGauge;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongGauge;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.function.Consumer;
import java.util.function.Function;

/** Builders of gauges and their observed form. */
final class GaugeBuilders {

  private GaugeBuilders() {}

  /** Builds the double kinds. */
  static final class OfDouble implements DoubleGaugeBuilder {
    private final SwitchableMeter meter;
    private InstrumentDescriptor descriptor;

    OfDouble(SwitchableMeter meter, InstrumentDescriptor descriptor) {
      this.meter = meter;
      this.descriptor = descriptor;
    }

    @Override
    public DoubleGaugeBuilder setDescription(String description) {
      descriptor = descriptor.withDescription(description);
      return this;
    }

    @Override
    public DoubleGaugeBuilder setUnit(String unit) {
      descriptor = descriptor.withUnit(unit);
      return this;
    }

    @Override
    public LongGaugeBuilder ofLongs() {
      return new OfLong(meter, descriptor);
    }

    @Override
    public DoubleGauge build() {
      return meter.instrument(
          Gauges.OfDouble.class, descriptor, (m, d) -> on(m, d).build(), Gauges.OfDouble::new);
    }

    @Override
    public ObservableDoubleGauge buildWithCallback(Consumer<ObservableDoubleMeasurement> callback) {
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

    private static DoubleGaugeBuilder on(Meter meter, InstrumentDescriptor descriptor) {
      DoubleGaugeBuilder builder = meter.gaugeBuilder(descriptor.name());
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

  /** Builds the long kinds. */
  static final class OfLong implements LongGaugeBuilder {
    private final SwitchableMeter meter;
    private InstrumentDescriptor descriptor;

    OfLong(SwitchableMeter meter, InstrumentDescriptor descriptor) {
      this.meter = meter;
      this.descriptor = descriptor;
    }

    @Override
    public LongGaugeBuilder setDescription(String description) {
      descriptor = descriptor.withDescription(description);
      return this;
    }

    @Override
    public LongGaugeBuilder setUnit(String unit) {
      descriptor = descriptor.withUnit(unit);
      return this;
    }

    @Override
    public LongGauge build() {
      return meter.instrument(
          Gauges.OfLong.class, descriptor, (m, d) -> on(m, d).build(), Gauges.OfLong::new);
    }

    @Override
    public ObservableLongGauge buildWithCallback(Consumer<ObservableLongMeasurement> callback) {
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

    private static LongGaugeBuilder on(Meter meter, InstrumentDescriptor descriptor) {
      LongGaugeBuilder builder = meter.gaugeBuilder(descriptor.name()).ofLongs();
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
}
