package dev.opamp.javaagent.telemetry.metrics;

import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.LongHistogramBuilder;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;

/** Builders of histograms. */
final class HistogramBuilders {

  private HistogramBuilders() {}

  /** Builds the double kinds. */
  static final class OfDouble implements DoubleHistogramBuilder {
    private final SwitchableMeter meter;
    private InstrumentDescriptor descriptor;

    OfDouble(SwitchableMeter meter, InstrumentDescriptor descriptor) {
      this.meter = meter;
      this.descriptor = descriptor;
    }

    @Override
    public DoubleHistogramBuilder setDescription(String description) {
      descriptor = descriptor.withDescription(description);
      return this;
    }

    @Override
    public DoubleHistogramBuilder setUnit(String unit) {
      descriptor = descriptor.withUnit(unit);
      return this;
    }

    @Override
    public DoubleHistogramBuilder setExplicitBucketBoundariesAdvice(List<Double> bucketBoundaries) {
      descriptor = descriptor.withBoundaries(bucketBoundaries);
      return this;
    }

    @Override
    public LongHistogramBuilder ofLongs() {
      return new OfLong(meter, descriptor.withoutBoundaries());
    }

    @Override
    public DoubleHistogram build() {
      return meter.instrument(
          Histograms.OfDouble.class,
          descriptor,
          (m, d) -> on(m, d).build(),
          Histograms.OfDouble::new);
    }

    private static DoubleHistogramBuilder on(Meter meter, InstrumentDescriptor descriptor) {
      DoubleHistogramBuilder builder = meter.histogramBuilder(descriptor.name());
      descriptor.describe(builder::setDescription, builder::setUnit);
      descriptor.adviseDoubles(builder::setExplicitBucketBoundariesAdvice);
      return builder;
    }
  }

  /** Builds the long kinds. */
  static final class OfLong implements LongHistogramBuilder {
    private final SwitchableMeter meter;
    private InstrumentDescriptor descriptor;

    OfLong(SwitchableMeter meter, InstrumentDescriptor descriptor) {
      this.meter = meter;
      this.descriptor = descriptor;
    }

    @Override
    public LongHistogramBuilder setDescription(String description) {
      descriptor = descriptor.withDescription(description);
      return this;
    }

    @Override
    public LongHistogramBuilder setUnit(String unit) {
      descriptor = descriptor.withUnit(unit);
      return this;
    }

    @Override
    public LongHistogramBuilder setExplicitBucketBoundariesAdvice(List<Long> bucketBoundaries) {
      descriptor = descriptor.withBoundaries(bucketBoundaries);
      return this;
    }

    @Override
    public LongHistogram build() {
      return meter.instrument(
          Histograms.OfLong.class, descriptor, (m, d) -> on(m, d).build(), Histograms.OfLong::new);
    }

    private static LongHistogramBuilder on(Meter meter, InstrumentDescriptor descriptor) {
      LongHistogramBuilder builder = meter.histogramBuilder(descriptor.name()).ofLongs();
      descriptor.describe(builder::setDescription, builder::setUnit);
      descriptor.adviseLongs(builder::setExplicitBucketBoundariesAdvice);
      return builder;
    }
  }
}
