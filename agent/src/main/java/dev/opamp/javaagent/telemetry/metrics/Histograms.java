package dev.opamp.javaagent.telemetry.metrics;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import java.util.function.Function;

/** Distributions of values. */
final class Histograms {

  private Histograms() {}

  /** Records whole numbers. */
  static final class OfLong extends SwitchableInstrument<LongHistogram> implements LongHistogram {
    OfLong(Function<Meter, LongHistogram> factory, LongHistogram delegate) {
      super(factory, delegate);
    }

    @Override
    public boolean isEnabled() {
      return delegate.isEnabled();
    }

    @Override
    public void record(long value) {
      delegate.record(value);
    }

    @Override
    public void record(long value, Attributes attributes) {
      delegate.record(value, attributes);
    }

    @Override
    public void record(long value, Attributes attributes, Context context) {
      delegate.record(value, attributes, context);
    }
  }

  /** Records floating point numbers. */
  static final class OfDouble extends SwitchableInstrument<DoubleHistogram>
      implements DoubleHistogram {
    OfDouble(Function<Meter, DoubleHistogram> factory, DoubleHistogram delegate) {
      super(factory, delegate);
    }

    @Override
    public boolean isEnabled() {
      return delegate.isEnabled();
    }

    @Override
    public void record(double value) {
      delegate.record(value);
    }

    @Override
    public void record(double value, Attributes attributes) {
      delegate.record(value, attributes);
    }

    @Override
    public void record(double value, Attributes attributes, Context context) {
      delegate.record(value, attributes, context);
    }
  }
}
