package dev.opamp.javaagent.telemetry.metrics;

import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongCounter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Callbacks: on the new provider after a switch, off the old one, and never twice. */
class SwitchableObservablesTest {

  private final SwitchableMeterProvider switchable = new SwitchableMeterProvider();
  private final Meter meter = switchable.get("scope");
  private final MetricsGeneration first = MetricsGeneration.cumulative();
  private final MetricsGeneration second = MetricsGeneration.cumulative();
  private final AtomicInteger calls = new AtomicInteger();

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  static Stream<BiFunction<Meter, Runnable, AutoCloseable>> kinds() {
    return Stream.of(
        (m, r) -> m.counterBuilder("x").buildWithCallback(longs(r)),
        (m, r) -> m.counterBuilder("x").ofDoubles().buildWithCallback(doubles(r)),
        (m, r) -> m.upDownCounterBuilder("x").buildWithCallback(longs(r)),
        (m, r) -> m.upDownCounterBuilder("x").ofDoubles().buildWithCallback(doubles(r)),
        (m, r) -> m.gaugeBuilder("x").ofLongs().buildWithCallback(longs(r)),
        (m, r) -> m.gaugeBuilder("x").buildWithCallback(doubles(r)));
  }

  private static Consumer<ObservableLongMeasurement> longs(Runnable called) {
    return measurement -> {
      called.run();
      measurement.record(5);
    };
  }

  private static Consumer<ObservableDoubleMeasurement> doubles(Runnable called) {
    return measurement -> {
      called.run();
      measurement.record(5.0);
    };
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void callbackMovesToTheNewProviderUntilItIsClosed(BiFunction<Meter, Runnable, AutoCloseable> kind)
      throws Exception {
    AutoCloseable handle = kind.apply(meter, calls::incrementAndGet);

    switchable.switchTo(first.provider);
    assertThat(first.collect()).singleElement().extracting(MetricData::getName).isEqualTo("x");
    assertThat(calls).hasValue(1);

    switchable.switchTo(second.provider).drop();
    assertThat(first.collect()).isEmpty();
    assertThat(second.collect()).singleElement().extracting(MetricData::getName).isEqualTo("x");
    assertThat(calls).hasValue(2);

    handle.close();
    assertThat(second.collect()).isEmpty();
    switchable.switchTo(first.provider).drop();
    assertThat(first.collect()).isEmpty();
    assertThat(calls).hasValue(2);
  }

  @Test
  void batchCallbackReportsToItsMeasurementsOnEachProvider() {
    ObservableLongMeasurement longs = meter.counterBuilder("longs").setUnit("By").buildObserver();
    ObservableDoubleMeasurement doubles = meter.gaugeBuilder("doubles").buildObserver();
    BatchCallback batch =
        meter.batchCallback(
            () -> {
              longs.record(3);
              doubles.record(0.5);
            },
            longs,
            doubles);

    for (MetricsGeneration generation : new MetricsGeneration[] {first, second}) {
      switchable.switchTo(generation.provider).drop();
      assertThat(generation.collect())
          .satisfiesExactlyInAnyOrder(
              m ->
                  assertThat(m)
                      .hasName("longs")
                      .hasUnit("By")
                      .hasLongSumSatisfying(s -> s.hasPointsSatisfying(p -> p.hasValue(3))),
              m ->
                  assertThat(m)
                      .hasName("doubles")
                      .hasDoubleGaugeSatisfying(g -> g.hasPointsSatisfying(p -> p.hasValue(0.5))));
    }
    assertThat(first.collect()).isEmpty();

    batch.close();
    assertThat(second.collect()).isEmpty();
  }

  @Test
  void sameCallbackRegisteredAgainIsCalledOnceAndLivesUntilTheLastClose() {
    Consumer<ObservableLongMeasurement> callback = longs(calls::incrementAndGet);
    ObservableLongCounter one = meter.counterBuilder("x").buildWithCallback(callback);
    ObservableLongCounter two = meter.counterBuilder("x").buildWithCallback(callback);
    switchable.switchTo(first.provider);

    first.collect();
    assertThat(calls).hasValue(1);

    one.close();
    one.close();
    first.collect();
    assertThat(calls).hasValue(2);

    two.close();
    assertThat(first.collect()).isEmpty();
    assertThat(calls).hasValue(2);
  }

  @Test
  void sameCallbackOnAnotherInstrumentIsAnotherRegistration() {
    Consumer<ObservableLongMeasurement> callback = longs(calls::incrementAndGet);
    meter.counterBuilder("x").buildWithCallback(callback);
    meter.upDownCounterBuilder("y").buildWithCallback(callback);
    switchable.switchTo(first.provider);

    assertThat(first.collect()).extracting(MetricData::getName).containsExactlyInAnyOrder("x", "y");
  }

  @Test
  @Tag("CFG-22")
  void lastCollectionOfTheReplacedProviderAndTheNextOnesAddUpToWhatWasObserved() {
    AtomicInteger observed = new AtomicInteger(10);
    try (MetricsGeneration old = MetricsGeneration.delta();
        MetricsGeneration next = MetricsGeneration.delta()) {
      switchable.switchTo(old.provider).drop();
      LongCounter counter = meter.counterBuilder("requests").build();
      meter.counterBuilder("observed").buildWithCallback(m -> m.record(observed.get()));
      meter.gaugeBuilder("queue").ofLongs().buildWithCallback(m -> m.record(observed.get()));
      counter.add(2);
      assertThat(old.longSums()).containsOnly(entry("requests", 2L), entry("observed", 10L));

      counter.add(40);
      observed.set(17);
      ReplacedCallbacks replaced = switchable.switchTo(next.provider);
      counter.add(500);
      replaced.observe();
      observed.set(1000);
      assertThat(old.longSums()).containsOnly(entry("requests", 40L), entry("observed", 7L));
      replaced.retire();

      observed.set(1001);
      assertThat(next.collect())
          .extracting(MetricData::getName)
          .containsExactlyInAnyOrder("requests", "observed", "queue");
      observed.set(1004);
      assertThat(next.longSums()).containsOnly(entry("observed", 3L));
      assertThat(old.collect()).isEmpty();
    }
  }

  @Test
  void observedCounterCountsFromTheBaselineOfItsAttributes() {
    AtomicInteger observed = new AtomicInteger(100);
    switchable.switchTo(first.provider).drop();
    meter
        .counterBuilder("x")
        .buildWithCallback(
            m -> {
              m.record(observed.get(), Attributes.builder().put("k", "a").build());
              m.record(2L * observed.get(), Attributes.builder().put("k", "b").build());
            });
    ReplacedCallbacks replaced = switchable.switchTo(second.provider);
    replaced.observe();
    assertThat(first.longSum("x")).isEqualTo(300);
    replaced.retire();

    observed.addAndGet(5);
    assertThat(second.longSum("x")).isEqualTo(15);
    observed.set(1);
    assertThat(second.longSum("x")).as("counts that began anew").isEqualTo(3);
    observed.set(2);
    assertThat(second.longSum("x")).isEqualTo(6);
  }

  @Test
  void observedGaugesAndUpDownCountersAreReportedAsTheyAre() {
    switchable.switchTo(first.provider).drop();
    meter.upDownCounterBuilder("x").buildWithCallback(m -> m.record(5));
    ReplacedCallbacks replaced = switchable.switchTo(second.provider);
    replaced.observe();
    replaced.retire();

    assertThat(second.longSum("x")).isEqualTo(5);
  }

  @Test
  void batchOfTheReplacedProviderIsCollectedWithWhatOneRunObserved() {
    switchable.switchTo(first.provider).drop();
    ObservableLongMeasurement x = meter.counterBuilder("x").buildObserver();
    ObservableLongMeasurement y = meter.upDownCounterBuilder("y").buildObserver();
    meter.batchCallback(
        () -> {
          x.record(calls.incrementAndGet());
          y.record(7);
        },
        x,
        y);
    ReplacedCallbacks replaced = switchable.switchTo(second.provider);
    replaced.observe();
    assertThat(first.longSums()).containsOnly(entry("x", 1L), entry("y", 7L));
    assertThat(first.longSums()).containsOnly(entry("x", 1L), entry("y", 7L));
    replaced.retire();

    assertThat(second.longSums()).containsOnly(entry("x", 1L), entry("y", 7L));
    assertThat(calls).hasValue(2);
  }

  @Test
  void callbackRunsWithTheContextClassLoaderItWasRegisteredWith() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    ClassLoader application = new ClassLoader(before) {};
    AtomicReference<ClassLoader> seen = new AtomicReference<>();
    thread.setContextClassLoader(application);
    try {
      meter.gaugeBuilder("g").buildWithCallback(m -> seen.set(thread.getContextClassLoader()));
      thread.setContextClassLoader(null);
      switchable.switchTo(first.provider).drop();
      first.collect();
    } finally {
      thread.setContextClassLoader(before);
    }

    assertThat(seen).hasValue(application);
  }

  @Test
  void callbackThatThrowsIsSkippedAndWhatItObservedBeforeCounts() {
    meter
        .counterBuilder("x")
        .buildWithCallback(
            m -> {
              m.record(3);
              throw new StackOverflowError("of the application");
            });
    meter.counterBuilder("y").buildWithCallback(m -> m.record(4));
    switchable.switchTo(first.provider).drop();
    ReplacedCallbacks replaced = switchable.switchTo(second.provider);
    replaced.observe();

    assertThat(first.longSums()).containsOnly(entry("x", 3L), entry("y", 4L));
  }

  @Test
  void callbackThatFailsAtTheLastCollectionCountsFromWhereItWas() {
    AtomicBoolean failing = new AtomicBoolean();
    meter
        .counterBuilder("x")
        .buildWithCallback(
            m -> {
              m.record(
                  100 + calls.incrementAndGet(),
                  Attributes.of(AttributeKey.stringKey("k"), "first"));
              if (failing.get()) {
                throw new IllegalStateException("for a moment");
              }
              m.record(1000 + calls.get(), Attributes.of(AttributeKey.stringKey("k"), "second"));
            });
    switchable.switchTo(first.provider).drop();
    assertThat(first.longSum("x")).isEqualTo(101 + 1001);
    ReplacedCallbacks replaced = switchable.switchTo(second.provider);
    failing.set(true);
    replaced.observe();
    assertThat(first.longSum("x")).isEqualTo(102);
    replaced.retire();
    assertThat(second.longSum("x")).isEqualTo(1);
    failing.set(false);

    assertThat(second.longSum("x")).isEqualTo(2 + 3);
  }

  @Test
  void callbackClosedBeforeTheLastCollectionIsNotRun() {
    switchable.switchTo(first.provider).drop();
    ObservableLongCounter handle =
        meter.counterBuilder("x").buildWithCallback(m -> m.record(calls.incrementAndGet()));
    ReplacedCallbacks replaced = switchable.switchTo(second.provider);
    handle.close();
    replaced.observe();

    assertThat(first.collect()).isEmpty();
    replaced.retire();
    assertThat(second.collect()).isEmpty();
    assertThat(calls).hasValue(0);
  }
}
