package dev.opamp.javaagent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.PreparedChange;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of metrics: nothing lost, nothing twice, and streams that go on where they can. */
@Timeout(60)
class OwnSdkMetricsTest {

  private OwnSdkFixture sdk;
  private Meter meter;
  private LongCounter hits;

  @BeforeEach
  void start() throws Exception {
    sdk = new OwnSdkFixture(Duration.ofMillis(50));
    meter = sdk.openTelemetry.getMeter("test");
    hits = meter.counterBuilder("hits").build();
  }

  @AfterEach
  void stop() {
    sdk.close();
  }

  private static String section(FakeOtlpReceiver receiver, String temporality, String more) {
    return "meter_provider:\n" + more + "  readers:\n" + reader(receiver, temporality, "60000");
  }

  private static String reader(FakeOtlpReceiver receiver, String temporality, String interval) {
    return """
            - periodic:
                interval: %s
                exporter:
                  otlp_http: {endpoint: "%s/v1/metrics", temporality_preference: %s}
        """
        .formatted(interval, receiver.url(), temporality);
  }

  private List<String> steps(String document) throws ConfigRejectedException {
    PreparedChange change = sdk.prepare(document);
    change.commit();
    change.retireReplaced();
    return change.steps().stream().map(String::valueOf).toList();
  }

  private void flush() {
    assertThat(sdk.flush()).isTrue();
  }

  @Test
  void exporterSwap_keepsCumulativeStreamsGoing() throws Exception {
    sdk.apply(section(sdk.a, "cumulative", ""));
    hits.add(1);
    flush();
    hits.add(10);

    assertThat(steps(section(sdk.b, "cumulative", "")))
        .containsExactly("meter_provider.readers[0].periodic.exporter: part swap");
    hits.add(100);
    flush();

    await().untilAsserted(() -> assertThat(MetricPoints.of("hits", sdk.a).all()).hasSize(2));
    MetricPoints all = MetricPoints.of("hits", sdk.a, sdk.b);
    assertThat(all.starts()).hasSize(1);
    assertThat(all.all()).extracting(MetricPoints.Point::value).containsExactly(1.0, 11.0, 111.0);
  }

  @Test
  void exporterSwap_deliversEachDeltaOnce() throws Exception {
    AtomicLong observed = new AtomicLong(1000);
    meter.counterBuilder("observed").buildWithCallback(m -> m.record(observed.get()));
    sdk.apply(section(sdk.a, "delta", ""));
    for (int i = 0; i < 6; i++) {
      hits.add(7);
      observed.addAndGet(3);
      sdk.apply(section(i % 2 == 0 ? sdk.b : sdk.a, "delta", ""));
    }
    hits.add(7);
    flush();

    await()
        .untilAsserted(
            () -> {
              assertThat(MetricPoints.of("hits", sdk.a, sdk.b).total()).isEqualTo(49);
              assertThat(MetricPoints.of("observed", sdk.a, sdk.b).total()).isEqualTo(1018);
            });
  }

  @Test
  void intervalSwap_keepsStreamsAndExporter() throws Exception {
    sdk.apply(section(sdk.a, "cumulative", ""));
    hits.add(1);
    List<Part<?>> parts = sdk.target.parts();

    assertThat(steps(section(sdk.a, "cumulative", "").replace("60000", "30")))
        .containsExactly("meter_provider.readers[0].periodic.interval: parameter swap");

    await()
        .untilAsserted(
            () -> assertThat(MetricPoints.of("hits", sdk.a).all()).hasSizeGreaterThan(3));
    assertThat(MetricPoints.of("hits", sdk.a).starts()).hasSize(1);
    assertThat(sdk.target.parts()).isEqualTo(parts);
  }

  @Test
  void batchSizeSwap_splitsFromThenOn() throws Exception {
    sdk.apply(section(sdk.a, "cumulative", ""));
    meter.counterBuilder("more").build().add(1);
    hits.add(1);
    flush();
    assertThat(sdk.a.requests()).hasSize(1);

    assertThat(
            steps(
                section(sdk.a, "cumulative", "")
                    .replace("60000", "60000\n        max_export_batch_size/development: 1")))
        .containsExactly(
            "meter_provider.readers[0].periodic.max_export_batch_size/development: parameter swap");
    flush();

    assertThat(sdk.a.requests()).hasSize(3);
  }

  @Test
  void meterConfigurator_switchesMetersOffAndOnAndIsPutBackByARevert() throws Exception {
    String off = "  meter_configurator/development: {default_config: {enabled: false}}\n";
    sdk.apply(section(sdk.a, "cumulative", ""));
    hits.add(1);
    flush();

    PreparedChange change = sdk.prepare(section(sdk.a, "cumulative", off));
    change.commit();
    assertThat(hits.isEnabled()).isFalse();
    change.revert();
    assertThat(hits.isEnabled()).isTrue();

    assertThat(steps(section(sdk.a, "cumulative", off)))
        .containsExactly("meter_provider.meter_configurator/development: parameter swap");
    hits.add(10);
    flush();
    assertThat(MetricPoints.of("hits", sdk.a).total()).isEqualTo(1);

    sdk.apply(section(sdk.a, "cumulative", ""));
    hits.add(100);
    flush();
    assertThat(MetricPoints.of("hits", sdk.a).starts()).hasSize(1);
    assertThat(MetricPoints.of("hits", sdk.a).total()).isEqualTo(101);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cumulative", "delta", "low_memory"})
  void viewSwap_losesNothingAndReportsNothingTwice(String temporality) throws Exception {
    AtomicLong observed = new AtomicLong(1000);
    Attributes one = Attributes.of(AttributeKey.stringKey("k"), "one");
    DoubleHistogram times = meter.histogramBuilder("times").build();
    meter
        .counterBuilder("observed")
        .buildWithCallback(
            m -> {
              m.record(observed.get());
              m.record(2 * observed.get(), one);
            });
    ObservableLongMeasurement batch = meter.counterBuilder("batch").buildObserver();
    meter.batchCallback(() -> batch.record(observed.get()), batch);
    sdk.apply(section(sdk.a, temporality, ""));
    for (int i = 1; i <= 5; i++) {
      hits.add(7);
      hits.add(1, one);
      times.record(i);
      observed.addAndGet(3);
      if (i % 2 == 0) {
        flush();
      }
      String view = "{selector: {instrument_name: other}, stream: {name: n%d}}".formatted(i);
      assertThat(steps(section(sdk.a, temporality, "  views: [" + view + "]\n")))
          .containsExactly("meter_provider.views: generation swap");
    }
    hits.add(7);
    observed.addAndGet(5);
    flush();

    assertThat(MetricPoints.of("hits", sdk.a).total()).isEqualTo(47);
    assertThat(MetricPoints.of("times", sdk.a).total()).isEqualTo(5);
    assertThat(MetricPoints.of("observed", sdk.a).total()).isEqualTo(3060);
    assertThat(MetricPoints.of("batch", sdk.a).total()).isEqualTo(1020);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cumulative", "delta"})
  void viewSwap_startsTheNewStreamsWhereTheOldOnesEnd(String temporality) throws Exception {
    AtomicLong observed = new AtomicLong(1000);
    meter.counterBuilder("observed").buildWithCallback(m -> m.record(observed.incrementAndGet()));
    sdk.apply(section(sdk.a, temporality, "").replace("60000", "20"));
    for (int i = 1; i <= 4; i++) {
      int reached = MetricPoints.of("observed", sdk.a).all().size() + 3;
      await().until(() -> MetricPoints.of("observed", sdk.a).all().size() > reached);
      String view = "  views: [{selector: {instrument_name: o}, stream: {name: n%d}}]\n";
      sdk.apply(section(sdk.a, temporality, view.formatted(i)).replace("60000", "20"));
    }
    assertThat(sdk.target.close(10_000)).isTrue();

    List<MetricPoints.Point> points = MetricPoints.of("observed", sdk.a).all();
    for (int i = 1; i < points.size(); i++) {
      MetricPoints.Point before = points.get(i - 1);
      MetricPoints.Point now = points.get(i);
      assertThat(now.end()).isGreaterThanOrEqualTo(before.end());
      if (now.start() != before.start()) {
        assertThat(now.start()).as("point %d of %s", i, points).isEqualTo(before.end());
      }
    }
    assertThat(MetricPoints.of("observed", sdk.a).starts()).hasSizeGreaterThanOrEqualTo(5);
    assertThat(MetricPoints.of("observed", sdk.a).total()).isEqualTo(observed.get());
  }

  @Test
  void resourceSwap_keepsTheExporterAndItsCounts() throws Exception {
    sdk.apply(section(sdk.a, "cumulative", ""));
    hits.add(1);
    Part<?> exporter = sdk.target.parts().get(0);
    sdk.apply(
        "resource: {attributes: [{name: service.name, value: other}]}\n"
            + section(sdk.a, "cumulative", ""));
    hits.add(10);
    flush();

    assertThat(sdk.target.parts()).contains(exporter);
    assertThat(MetricPoints.of("hits", sdk.a).total()).isEqualTo(11);
    assertThat(sdk.a.metrics().get(1).resourceAttributes()).containsEntry("service.name", "other");
    assertThat(Stats.of(sdk.target, "metrics")).containsEntry("exported", 2L);
  }

  @Test
  void temporalitySwap_isOneOfTheGeneration() throws Exception {
    sdk.apply(section(sdk.a, "cumulative", ""));
    hits.add(1);
    assertThat(steps(section(sdk.a, "delta", "")))
        .containsExactly("meter_provider.readers[0].periodic.exporter: generation swap");
    hits.add(10);
    flush();

    await().untilAsserted(() -> assertThat(MetricPoints.of("hits", sdk.a).total()).isEqualTo(11));
  }

  @Test
  void secondReader_startsWithWhatComesAndTheFirstGoesOn() throws Exception {
    sdk.apply(section(sdk.a, "cumulative", ""));
    hits.add(1);
    assertThat(steps(section(sdk.a, "cumulative", "") + reader(sdk.b, "delta", "60000")))
        .containsExactly("meter_provider.readers: generation swap");
    hits.add(10);
    flush();
    hits.add(100);
    flush();

    assertThat(MetricPoints.of("hits", sdk.a).total()).isEqualTo(111);
    assertThat(MetricPoints.of("hits", sdk.b).total()).isEqualTo(110);
    assertThat(sdk.target.parts()).hasSize(3);
  }

  @Test
  void offAndOn_reportsNothingOfTheTimeBetween() throws Exception {
    AtomicLong observed = new AtomicLong(1000);
    meter.counterBuilder("observed").buildWithCallback(m -> m.record(observed.get()));
    assertThat(steps(section(sdk.a, "delta", "")))
        .containsExactly("meter_provider: generation swap");
    hits.add(1);
    observed.addAndGet(1);
    assertThat(steps("file_format: \"1.0\"\n")).containsExactly("meter_provider: generation swap");
    await()
        .untilAsserted(
            () -> assertThat(MetricPoints.of("observed", sdk.a).total()).isEqualTo(1001));
    hits.add(10);
    observed.addAndGet(10);
    sdk.apply(section(sdk.a, "delta", ""));
    flush();
    hits.add(100);
    observed.addAndGet(100);
    flush();

    assertThat(MetricPoints.of("hits", sdk.a).total()).isEqualTo(101);
    assertThat(MetricPoints.of("observed", sdk.a).total()).isEqualTo(1101);
  }

  @Test
  void flushAtTheEnd_alsoDeliversWhatAChangeHasJustEnded() throws Exception {
    try (OwnSdkFixture patient = new OwnSdkFixture(Duration.ofSeconds(60))) {
      LongCounter counter = patient.openTelemetry.getMeter("test").counterBuilder("hits").build();
      patient.apply(section(patient.a, "cumulative", ""));
      counter.add(1);
      patient.apply(section(patient.b, "delta", ""));
      counter.add(10);
      assertThat(patient.flush()).isTrue();
      assertThat(MetricPoints.of("hits", patient.a).total()).isEqualTo(1);
      assertThat(MetricPoints.of("hits", patient.b).total()).isEqualTo(10);

      counter.add(100);
      patient.apply("file_format: \"1.0\"\n");
      assertThat(patient.flush()).isTrue();
      assertThat(MetricPoints.of("hits", patient.b).total()).isEqualTo(110);
    }
  }

  @Test
  void onAgain_waitsForNobody() throws Exception {
    try (OwnSdkFixture patient = new OwnSdkFixture(Duration.ofSeconds(60))) {
      LongCounter counter = patient.openTelemetry.getMeter("test").counterBuilder("hits").build();
      patient.apply(section(patient.a, "cumulative", ""));
      counter.add(1);
      patient.apply("file_format: \"1.0\"\n");
      patient.apply(section(patient.b, "cumulative", ""));
      counter.add(10);

      assertThat(patient.flush()).isTrue();
      assertThat(MetricPoints.of("hits", patient.b).total()).isEqualTo(10);
      await()
          .untilAsserted(() -> assertThat(MetricPoints.of("hits", patient.a).total()).isEqualTo(1));
    }
  }

  @Test
  void revert_leavesTheStreamsAsTheyWere() throws Exception {
    AtomicLong observed = new AtomicLong(1000);
    meter.counterBuilder("observed").buildWithCallback(m -> m.record(observed.get()));
    sdk.apply(section(sdk.a, "cumulative", ""));
    hits.add(1);
    flush();
    for (int i = 0; i < 3; i++) {
      PreparedChange change =
          sdk.prepare(section(sdk.b, "cumulative", "  exemplar_filter: always_off\n"));
      change.commit();
      hits.add(10);
      change.revert();
      hits.add(100);
    }
    observed.addAndGet(5);
    flush();

    MetricPoints kept = MetricPoints.of("hits", sdk.a);
    assertThat(kept.starts()).hasSize(1);
    assertThat(kept.last().value()).isEqualTo(301);
    assertThat(MetricPoints.of("observed", sdk.a).starts()).hasSize(1);
    assertThat(MetricPoints.of("observed", sdk.a).last().value()).isEqualTo(1005);
    await().untilAsserted(() -> assertThat(MetricPoints.of("hits", sdk.b).total()).isEqualTo(30));
    assertThat(MetricPoints.of("observed", sdk.b).all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cumulative", "delta"})
  void revertBehindOneReceiver_showsItNoRestartOfItsStreams(String temporality) throws Exception {
    DoubleHistogram times = meter.histogramBuilder("times").build();
    sdk.apply(section(sdk.a, temporality, ""));
    hits.add(1);
    times.record(1);
    flush();
    PreparedChange change =
        sdk.prepare(section(sdk.a, temporality, "  exemplar_filter: always_off\n"));
    change.commit();
    hits.add(10);
    times.record(2);
    change.revert();
    hits.add(100);
    times.record(3);
    flush();

    MetricPoints sums = MetricPoints.of("hits", sdk.a);
    if (temporality.equals("delta")) {
      assertThat(sums.total()).isEqualTo(111);
      assertThat(MetricPoints.of("times", sdk.a).total()).isEqualTo(3);
    } else {
      assertThat(sums.starts()).hasSize(1);
      assertThat(MetricPoints.of("times", sdk.a).starts()).hasSize(1);
      assertThat(sums.last().value()).isEqualTo(101);
    }
  }

  @Test
  void receiverThatDoesNotAnswer_neitherHoldsAChangeNorTheEnd() throws Exception {
    sdk.apply(section(sdk.a, "cumulative", "").replace("60000", "60000\n        timeout: 300"));
    CountDownLatch gate = sdk.a.hold();
    hits.add(1);
    sdk.target.flush(1);
    long begun = System.nanoTime();
    sdk.apply(section(sdk.b, "cumulative", "  exemplar_filter: always_off\n"));
    hits.add(10);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    // Whether that was all depends on whether the old values have been given up by now.
    sdk.flush();
    assertThat(MetricPoints.of("hits", sdk.b).total()).isEqualTo(10);

    sdk.apply(section(sdk.a, "cumulative", ""));
    hits.add(100);
    begun = System.nanoTime();
    assertThat(sdk.target.close(500)).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
    gate.countDown();
  }

  @Test
  void callbackThatHangs_holdsNoChangeAndNoEnd() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    sdk.apply(section(sdk.a, "cumulative", "").replace("60000", "10"));
    meter
        .gaugeBuilder("g")
        .buildWithCallback(
            m -> {
              running.countDown();
              try {
                release.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    running.await();
    long begun = System.nanoTime();
    for (int i = 0; i < 3; i++) {
      sdk.apply(section(sdk.a, "cumulative", "  exemplar_filter: always_off\n"));
      sdk.apply(section(sdk.b, "cumulative", ""));
      meter.counterBuilder("c" + i).buildWithCallback(m -> m.record(1)).close();
    }
    assertThat(sdk.target.close(300)).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    release.countDown();
  }

  @Test
  void end_collectsAndDeliversWhatIsLeftOfEveryGeneration() throws Exception {
    sdk.apply(section(sdk.a, "delta", ""));
    hits.add(1);
    sdk.apply(section(sdk.b, "delta", "  exemplar_filter: always_off\n"));
    hits.add(10);
    sdk.apply(section(sdk.a, "delta", "  exemplar_filter: always_on\n"));
    hits.add(100);

    assertThat(sdk.target.close(5_000)).isTrue();
    assertThat(MetricPoints.of("hits", sdk.a, sdk.b).total()).isEqualTo(111);
  }
}
