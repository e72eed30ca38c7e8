package dev.opamp.javaagent.telemetry.metrics;

import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;

import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongCounter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.util.concurrent.atomic.AtomicInteger;
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

    switchable.switchTo(second.provider);
    assertThat(first.collect()).isEmpty();
    assertThat(second.collect()).singleElement().extracting(MetricData::getName).isEqualTo("x");
    assertThat(calls).hasValue(2);

    handle.close();
    assertThat(second.collect()).isEmpty();
    switchable.switchTo(first.provider);
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
      switchable.switchTo(generation.provider);
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
  void flushOfTheReplacedProviderDeliversSumsAndNoObservationTwice() {
    try (MetricsGeneration old = MetricsGeneration.delta();
        MetricsGeneration next = MetricsGeneration.delta()) {
      switchable.switchTo(old.provider);
      LongCounter counter = meter.counterBuilder("requests").build();
      meter.gaugeBuilder("queue").ofLongs().buildWithCallback(m -> m.record(4));
      counter.add(2);
      assertThat(old.collect()).hasSize(2);

      counter.add(40);
      switchable.switchTo(next.provider);
      counter.add(500);

      assertThat(old.collect())
          .singleElement()
          .satisfies(
              m ->
                  assertThat(m)
                      .hasName("requests")
                      .hasLongSumSatisfying(s -> s.hasPointsSatisfying(p -> p.hasValue(40))));
      assertThat(next.collect())
          .extracting(MetricData::getName)
          .containsExactlyInAnyOrder("requests", "queue");
    }
  }
}
