package dev.opamp.javaagent.telemetry.metrics;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleGauge;
import io.opentelemetry.api.metrics.LongGauge;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import java.util.function.Function;

/** Current values. */
final class Gauges {

  private Gauges() {}

  /** Sets whole numbers. */
  static final class OfLong extends SwitchableInstrument<LongGauge> implements LongGauge {
    OfLong(Function<Meter, LongGauge> factory, LongGauge delegate) {
      super(factory, delegate);
    }

    @Override
    public boolean isEnabled() {
      return delegate.isEnabled();
    }

    @Override
    public void set(long value) {
      delegate.set(value);
    }

    @Override
    public void set(long value, Attributes attributes) {
      delegate.set(value, attributes);
    }

    @Override
    public void set(long value, Attributes attributes, Context context) {
      delegate.set(value, attributes, context);
    }
  }

  /** Sets floating point numbers. */
  static final class OfDouble extends SwitchableInstrument<DoubleGauge> implements DoubleGauge {
    OfDouble(Function<Meter, DoubleGauge> factory, DoubleGauge delegate) {
      super(factory, delegate);
    }

    @Override
    public boolean isEnabled() {
      return delegate.isEnabled();
    }

    @Override
    public void set(double value) {
      delegate.set(value);
    }

    @Override
    public void set(double value, Attributes attributes) {
      delegate.set(value, attributes);
    }

    @Override
    public void set(double value, Attributes attributes, Context context) {
      delegate.set(value, attributes, context);
    }
  }
}
