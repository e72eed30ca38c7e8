package dev.opamp.javaagent.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleGaugeBuilder;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongCounterBuilder;
import io.opentelemetry.api.metrics.LongUpDownCounterBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterBuilder;
import io.opentelemetry.api.metrics.MeterProvider;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Sharing, failure and cost. */
class SwitchableMeterProviderTest {

  private final SwitchableMeterProvider switchable = new SwitchableMeterProvider();
  private final Meter meter = switchable.get("scope");

  @Test
  void equalScopesShareAMeterAndOthersDoNot() {
    assertThat(switchable.get("scope")).isSameAs(meter);
    assertThat(switchable.meterBuilder("scope").setInstrumentationVersion("1").build())
        .isNotSameAs(meter)
        .isSameAs(switchable.meterBuilder("scope").setInstrumentationVersion("1").build());
    assertThat(switchable.meterBuilder("scope").setSchemaUrl("u").build()).isNotSameAs(meter);
    assertThat(switchable.get("other")).isNotSameAs(meter);
  }

  @Test
  void equalInstrumentsAreOneObjectAndOthersAreNot() {
    LongCounter counter = meter.counterBuilder("x").setUnit("1").build();

    assertThat(meter.counterBuilder("x").setUnit("1").build()).isSameAs(counter);
    assertThat(meter.counterBuilder("x").setUnit("s").build()).isNotSameAs(counter);
    assertThat(meter.counterBuilder("x").setUnit("1").setDescription("d").build())
        .isNotSameAs(counter);
    assertThat(meter.upDownCounterBuilder("x").setUnit("1").build()).isNotSameAs(counter);
    assertThat(meter.counterBuilder("x").buildObserver())
        .isSameAs(meter.counterBuilder("x").buildObserver())
        .isNotSameAs(meter.upDownCounterBuilder("x").buildObserver());
    assertThat(advised(1.0)).isSameAs(advised(1.0)).isNotSameAs(advised(2.0));
  }

  private Object advised(double boundary) {
    return meter.histogramBuilder("h").setExplicitBucketBoundariesAdvice(List.of(boundary)).build();
  }

  @Test
  void providerThatWasReplacedCanBePutBackAndGoesOnCounting() {
    LongCounter counter = meter.counterBuilder("x").build();
    AtomicInteger observed = new AtomicInteger();
    meter.gaugeBuilder("g").buildWithCallback(m -> m.record(observed.incrementAndGet()));
    try (MetricsGeneration before = MetricsGeneration.cumulative();
        MetricsGeneration rejected = MetricsGeneration.cumulative()) {
      switchable.switchTo(before.provider);
      counter.add(1);
      switchable.switchTo(rejected.provider);
      counter.add(10);
      switchable.switchTo(before.provider).drop();
      counter.add(100);

      assertThat(before.longSum("x")).isEqualTo(101);
      assertThat(rejected.longSum("x")).isEqualTo(10);
      assertThat(observed).hasValue(1);
    }
  }

  @Test
  void providerThatFailsHalfWayLeavesAllOnTheOldOne() {
    LongCounter counter = meter.counterBuilder("x").build();
    AtomicInteger calls = new AtomicInteger();
    meter.gaugeBuilder("g").buildWithCallback(m -> calls.incrementAndGet());
    switchable.get("broken").counterBuilder("y").build();
    try (MetricsGeneration before = MetricsGeneration.cumulative();
        MetricsGeneration failing = MetricsGeneration.cumulative()) {
      switchable.switchTo(before.provider);
      MeterProvider refusesOneScope =
          name -> {
            if (name.equals("broken")) {
              throw new IllegalStateException("refused");
            }
            return failing.provider.meterBuilder(name);
          };

      assertThatThrownBy(() -> switchable.switchTo(refusesOneScope)).hasMessage("refused");
      counter.add(3);

      assertThat(before.longSum("x")).isEqualTo(3);
      assertThat(failing.collect()).isEmpty();
      assertThat(calls).hasValue(1);
      switchable.switchTo(failing.provider);
      counter.add(5);
      assertThat(failing.longSum("x")).isEqualTo(5);
    }
  }

  @Test
  void callbackThatFailsToRegisterIsNotLeftOnAnyNewMeter() {
    AtomicInteger calls = new AtomicInteger();
    meter.counterBuilder("x").buildWithCallback(m -> calls.incrementAndGet());
    switchable.get("broken").counterBuilder("y").buildWithCallback(m -> m.record(1));
    try (MetricsGeneration failing = MetricsGeneration.cumulative()) {
      MeterProvider refusesOneCallback =
          name -> {
            boolean refused = name.equals("broken");
            return refused ? new RefusingMeter() : failing.provider.meterBuilder(name);
          };

      assertThatThrownBy(() -> switchable.switchTo(refusesOneCallback)).hasMessage("refused");

      failing.collect();
      assertThat(calls).hasValue(0);
    }
  }

  /** Is there, but builds no counter. */
  private static final class RefusingMeter implements MeterBuilder, Meter {
    @Override
    public MeterBuilder setSchemaUrl(String schemaUrl) {
      return this;
    }

    @Override
    public MeterBuilder setInstrumentationVersion(String instrumentationScopeVersion) {
      return this;
    }

    @Override
    public Meter build() {
      return this;
    }

    @Override
    public LongCounterBuilder counterBuilder(String name) {
      throw new IllegalStateException("refused");
    }

    @Override
    public LongUpDownCounterBuilder upDownCounterBuilder(String name) {
      return MeterProvider.noop().get("unused").upDownCounterBuilder(name);
    }

    @Override
    public DoubleHistogramBuilder histogramBuilder(String name) {
      return MeterProvider.noop().get("unused").histogramBuilder(name);
    }

    @Override
    public DoubleGaugeBuilder gaugeBuilder(String name) {
      return MeterProvider.noop().get("unused").gaugeBuilder(name);
    }
  }

  @Test
  void recordingAllocatesNothingOfItsOwn() {
    LongCounter counter = meter.counterBuilder("x").build();
    Attributes attributes = Attributes.of(AttributeKey.stringKey("k"), "v");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    recordMany(counter, attributes);

    long before = threads.getThreadAllocatedBytes(self);
    recordMany(counter, attributes);
    long allocated = threads.getThreadAllocatedBytes(self) - before;

    // One object for each recording would be 16 bytes a piece.
    assertThat(allocated).isLessThan(100_000L);
  }

  private static void recordMany(LongCounter counter, Attributes attributes) {
    for (int i = 0; i < 100_000; i++) {
      counter.add(i, attributes);
    }
  }
}
