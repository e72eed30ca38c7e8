package dev.opamp.javaagent.telemetry.metrics;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import java.util.function.Function;

/** Counters, which only go up. */
final class Counters {

  private Counters() {}

  /** Adds whole numbers. */
  static final class OfLong extends SwitchableInstrument<LongCounter> implements LongCounter {
    OfLong(Function<Meter, LongCounter> factory, LongCounter delegate) {
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
  static final class OfDouble extends SwitchableInstrument<DoubleCounter> implements DoubleCounter {
    OfDouble(Function<Meter, DoubleCounter> factory, DoubleCounter delegate) {
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
