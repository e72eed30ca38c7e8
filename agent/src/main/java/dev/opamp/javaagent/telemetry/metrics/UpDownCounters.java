package dev.opamp.javaagent.telemetry.metrics;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleUpDownCounter;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import java.util.function.Function;

/** Counters that go up and down. */
final class UpDownCounters {

  private UpDownCounters() {}

  /** Adds whole numbers. */
  static final class OfLong extends SwitchableInstrument<LongUpDownCounter>
      implements LongUpDownCounter {
    OfLong(Function<Meter, LongUpDownCounter> factory, LongUpDownCounter delegate) {
      super(factory, delegate);
    }

    @Override
    public boolean isEnabled() {
      return delegate.isEnabled();
    }

    @Override
    public void add(long value) {
      delegate.add(value);
    }

    @Override
    public void add(long value, Attributes attributes) {
      delegate.add(value, attributes);
    }

    @Override
    public void add(long value, Attributes attributes, Context context) {
      delegate.add(value, attributes, context);
    }
  }

  /** Adds floating point numbers. */
  static final class OfDouble extends SwitchableInstrument<DoubleUpDownCounter>
      implements DoubleUpDownCounter {
    OfDouble(Function<Meter, DoubleUpDownCounter> factory, DoubleUpDownCounter delegate) {
      super(factory, delegate);
    }

    @Override
    public boolean isEnabled() {
      return delegate.isEnabled();
    }

    @Override
    public void add(double value) {
      delegate.add(value);
    }

    @Override
    public void add(double value, Attributes attributes) {
      delegate.add(value, attributes);
    }

    @Override
    public void add(double value, Attributes attributes, Context context) {
      delegate.add(value, attributes, context);
    }
  }
}
