package dev.opamp.javaagent.telemetry.metrics;

import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.DoubleGauge;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.DoubleUpDownCounter;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongGauge;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Synchronous instruments, obtained once and used on one provider after the other. */
class SwitchableInstrumentsTest {

  private static final Attributes A = Attributes.of(AttributeKey.stringKey("k"), "a");
  private static final Attributes B = Attributes.of(AttributeKey.stringKey("k"), "b");

  private final SwitchableMeterProvider switchable = new SwitchableMeterProvider();
  private final Meter meter = switchable.get("scope");

  /** Records through the three forms of the recording method; {@code enabled} is isEnabled. */
  record Instrument(Runnable recordOnce, Supplier<Boolean> enabled) {}

  static Stream<Arguments> kinds() {
    return Stream.of(
        kind(MetricDataType.LONG_SUM, SwitchableInstrumentsTest::longCounter),
        kind(MetricDataType.DOUBLE_SUM, SwitchableInstrumentsTest::doubleCounter),
        kind(MetricDataType.LONG_SUM, SwitchableInstrumentsTest::longUpDownCounter),
        kind(MetricDataType.DOUBLE_SUM, SwitchableInstrumentsTest::doubleUpDownCounter),
        kind(MetricDataType.HISTOGRAM, SwitchableInstrumentsTest::longHistogram),
        kind(MetricDataType.HISTOGRAM, SwitchableInstrumentsTest::doubleHistogram),
        kind(MetricDataType.LONG_GAUGE, SwitchableInstrumentsTest::longGauge),
        kind(MetricDataType.DOUBLE_GAUGE, SwitchableInstrumentsTest::doubleGauge));
  }

  private static Arguments kind(MetricDataType type, Function<Meter, Instrument> factory) {
    return Arguments.of(type, factory);
  }

  private static Instrument longCounter(Meter meter) {
    LongCounter c = meter.counterBuilder("x").setDescription("desc").setUnit("u").build();
    return new Instrument(
        () -> {
          c.add(7);
          c.add(7, A);
          c.add(7, B, Context.root());
        },
        c::isEnabled);
  }

  private static Instrument doubleCounter(Meter meter) {
    DoubleCounter c =
        meter.counterBuilder("x").setDescription("desc").setUnit("u").ofDoubles().build();
    return new Instrument(
        () -> {
          c.add(7.0);
          c.add(7.0, A);
          c.add(7.0, B, Context.root());
        },
        c::isEnabled);
  }

  private static Instrument longUpDownCounter(Meter meter) {
    LongUpDownCounter c =
        meter.upDownCounterBuilder("x").setDescription("desc").setUnit("u").build();
    return new Instrument(
        () -> {
          c.add(7);
          c.add(7, A);
          c.add(7, B, Context.root());
        },
        c::isEnabled);
  }

  private static Instrument doubleUpDownCounter(Meter meter) {
    DoubleUpDownCounter c =
        meter.upDownCounterBuilder("x").ofDoubles().setDescription("desc").setUnit("u").build();
    return new Instrument(
        () -> {
          c.add(7.0);
          c.add(7.0, A);
          c.add(7.0, B, Context.root());
        },
        c::isEnabled);
  }

  private static Instrument longHistogram(Meter meter) {
    LongHistogram h =
        meter.histogramBuilder("x").ofLongs().setDescription("desc").setUnit("u").build();
    return new Instrument(
        () -> {
          h.record(7);
          h.record(7, A);
          h.record(7, B, Context.root());
        },
        h::isEnabled);
  }

  private static Instrument doubleHistogram(Meter meter) {
    DoubleHistogram h = meter.histogramBuilder("x").setDescription("desc").setUnit("u").build();
    return new Instrument(
        () -> {
          h.record(7.0);
          h.record(7.0, A);
          h.record(7.0, B, Context.root());
        },
        h::isEnabled);
  }

  private static Instrument longGauge(Meter meter) {
    LongGauge g = meter.gaugeBuilder("x").ofLongs().setDescription("desc").setUnit("u").build();
    return new Instrument(
        () -> {
          g.set(7);
          g.set(7, A);
          g.set(7, B, Context.root());
        },
        g::isEnabled);
  }

  private static Instrument doubleGauge(Meter meter) {
    DoubleGauge g = meter.gaugeBuilder("x").setDescription("desc").setUnit("u").build();
    return new Instrument(
        () -> {
          g.set(7.0);
          g.set(7.0, A);
          g.set(7.0, B, Context.root());
        },
        g::isEnabled);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindRecordsOnEachProviderInTurnAndNowhereElse(
      MetricDataType type, Function<Meter, Instrument> factory) {
    Instrument instrument = factory.apply(meter);
    instrument.recordOnce().run();
    assertThat(instrument.enabled().get()).isFalse();

    try (MetricsGeneration first = MetricsGeneration.cumulative();
        MetricsGeneration second = MetricsGeneration.cumulative()) {
      switchable.switchTo(first.provider);
      assertThat(instrument.enabled().get()).isTrue();
      instrument.recordOnce().run();
      switchable.switchTo(second.provider);
      instrument.recordOnce().run();
      instrument.recordOnce().run();

      assertOneMetric(first, type);
      assertOneMetric(second, type);
      assertThat(total(first)).isEqualTo(21.0);
      assertThat(total(second)).isEqualTo(type.name().endsWith("GAUGE") ? 21.0 : 42.0);
    }
  }

  private static void assertOneMetric(MetricsGeneration generation, MetricDataType type) {
    assertThat(generation.collect())
        .singleElement()
        .satisfies(
            metric -> {
              assertThat(metric).hasName("x").hasDescription("desc").hasUnit("u");
              assertThat(metric.getType()).isEqualTo(type);
              assertThat(metric.getData().getPoints())
                  .extracting(point -> point.getAttributes())
                  .containsExactlyInAnyOrder(Attributes.empty(), A, B);
            });
  }

  private static double total(MetricsGeneration generation) {
    MetricData metric = generation.collect().iterator().next();
    return switch (metric.getType()) {
      case LONG_SUM ->
          metric.getLongSumData().getPoints().stream().mapToDouble(p -> p.getValue()).sum();
      case DOUBLE_SUM ->
          metric.getDoubleSumData().getPoints().stream().mapToDouble(p -> p.getValue()).sum();
      case LONG_GAUGE ->
          metric.getLongGaugeData().getPoints().stream().mapToDouble(p -> p.getValue()).sum();
      case DOUBLE_GAUGE ->
          metric.getDoubleGaugeData().getPoints().stream().mapToDouble(p -> p.getValue()).sum();
      default -> metric.getHistogramData().getPoints().stream().mapToDouble(p -> p.getSum()).sum();
    };
  }

  @Test
  void bucketBoundariesAdviceIsGivenToEveryProvider() {
    DoubleHistogram doubles =
        meter
            .histogramBuilder("doubles")
            .setExplicitBucketBoundariesAdvice(List.of(0.5, 1.5))
            .build();
    LongHistogram longs =
        meter
            .histogramBuilder("longs")
            .ofLongs()
            .setExplicitBucketBoundariesAdvice(List.of(10L, 20L, 30L))
            .build();
    for (int i = 0; i < 2; i++) {
      try (MetricsGeneration generation = MetricsGeneration.cumulative()) {
        switchable.switchTo(generation.provider);
        doubles.record(1.0);
        longs.record(15);

        assertThat(generation.collect())
            .hasSize(2)
            .anySatisfy(
                metric ->
                    assertThat(metric)
                        .hasName("doubles")
                        .hasHistogramSatisfying(
                            h ->
                                h.hasPointsSatisfying(
                                    p -> p.hasBucketBoundaries(0.5, 1.5).hasBucketCounts(0, 1, 0))))
            .anySatisfy(
                metric ->
                    assertThat(metric)
                        .hasName("longs")
                        .hasHistogramSatisfying(
                            h -> h.hasPointsSatisfying(p -> p.hasBucketBoundaries(10, 20, 30))));
      }
    }
  }

  @Test
  void scopeVersionAndSchemaUrlReachTheProvider() {
    Meter scoped =
        switchable
            .meterBuilder("lib")
            .setInstrumentationVersion("1.2")
            .setSchemaUrl("https://example.test/schema")
            .build();
    LongCounter counter = scoped.counterBuilder("x").build();
    try (MetricsGeneration generation = MetricsGeneration.cumulative()) {
      switchable.switchTo(generation.provider);
      counter.add(1);

      assertThat(generation.collect())
          .singleElement()
          .satisfies(
              metric -> {
                assertThat(metric.getInstrumentationScopeInfo().getName()).isEqualTo("lib");
                assertThat(metric.getInstrumentationScopeInfo().getVersion()).isEqualTo("1.2");
                assertThat(metric.getInstrumentationScopeInfo().getSchemaUrl())
                    .isEqualTo("https://example.test/schema");
              });
    }
  }
}
