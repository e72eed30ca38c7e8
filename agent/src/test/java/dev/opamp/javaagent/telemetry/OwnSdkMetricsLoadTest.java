package dev.opamp.javaagent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hundred random changes of metrics while an application records: every sum is exact. */
@Timeout(120)
class OwnSdkMetricsLoadTest {

  private static final int CHANGES = 100;
  private static final int THREADS = 4;

  private final Random random = new Random(4);
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicLong observed = new AtomicLong(1_000);

  @ParameterizedTest
  @ValueSource(strings = {"cumulative", "delta"})
  @Tag("CFG-22")
  void randomChangesUnderLoad_loseNothingAndReportNothingTwice(String temporality)
      throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try (OwnSdkFixture sdk = new OwnSdkFixture(Duration.ofSeconds(1))) {
      Meter meter = sdk.openTelemetry.getMeter("test");
      meter.counterBuilder("observed").buildWithCallback(m -> m.record(observed.get()));
      sdk.apply(document(sdk, temporality));
      AtomicLong recorded = new AtomicLong();
      List<Future<Long>> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        threads.add(pool.submit(() -> record(meter, recorded)));
      }
      for (int i = 0; i < CHANGES; i++) {
        long reached = recorded.get() + 200;
        await().pollInterval(Duration.ofMillis(1)).until(() -> recorded.get() > reached);
        sdk.apply(document(sdk, temporality));
      }
      stop.set(true);
      long added = 0;
      for (Future<Long> thread : threads) {
        added += thread.get(30, TimeUnit.SECONDS);
      }
      assertThat(sdk.target.close(20_000)).isTrue();

      assertThat(MetricPoints.of("hits", sdk.a, sdk.b).total()).isEqualTo(added);
      assertThat(MetricPoints.of("times", sdk.a, sdk.b).total()).isEqualTo(added);
      assertThat(MetricPoints.of("observed", sdk.a, sdk.b).total()).isEqualTo(observed.get());
      assertThat(Stats.of(sdk.target, "metrics")).containsEntry("failed", 0L);
    } finally {
      stop.set(true);
      pool.shutdownNow();
    }
  }

  private Long record(Meter meter, AtomicLong recorded) {
    LongCounter hits = meter.counterBuilder("hits").build();
    DoubleHistogram times = meter.histogramBuilder("times").build();
    long added = 0;
    while (!stop.get()) {
      hits.add(1);
      times.record(0.5);
      observed.incrementAndGet();
      added++;
      recorded.incrementAndGet();
    }
    return added;
  }

  /** One reader, so that each item has one way out; everything else is by chance. */
  private String document(OwnSdkFixture sdk, String temporality) {
    String receiver = (random.nextBoolean() ? sdk.a : sdk.b).url();
    String views =
        "  views: [{selector: {instrument_name: other}, stream: {name: n%d}}]\n"
            .formatted(random.nextInt(4));
    return "resource: {attributes: [{name: service.name, value: s%d}]}\n"
            .formatted(random.nextInt(2))
        + "meter_provider:\n"
        + (random.nextBoolean() ? views : "")
        + (random.nextBoolean() ? "  exemplar_filter: always_off\n" : "")
        + """
          readers:
            - periodic:
                interval: %d
                exporter:
                  otlp_http: {endpoint: "%s/v1/metrics", temporality_preference: %s}
        """
            .formatted(5 + random.nextInt(50), receiver, temporality);
  }

  @Test
  void threads_doNotGrowWithTheNumberOfChanges() throws Exception {
    Set<Thread> ofOtherTests = Thread.getAllStackTraces().keySet();
    try (OwnSdkFixture sdk = new OwnSdkFixture(Duration.ofMillis(1))) {
      for (int i = 0; i < 5; i++) {
        sdk.apply(document(sdk, "delta"));
      }
      long before = Thread.getAllStackTraces().size();
      for (int i = 0; i < CHANGES; i++) {
        sdk.apply(document(sdk, "delta"));
        assertThat(readerThreads(ofOtherTests)).isEqualTo(1);
      }
      assertThat(sdk.flush()).isTrue();

      // Receivers and senders keep idle threads for a while; a thread for each change would show.
      await()
          .untilAsserted(
              () -> assertThat(Thread.getAllStackTraces()).hasSizeLessThan((int) before + 20));
      assertThat(sdk.target.close(10_000)).isTrue();
      await().untilAsserted(() -> assertThat(readerThreads(ofOtherTests)).isZero());
    }
  }

  private static long readerThreads(Set<Thread> without) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !without.contains(thread))
        .filter(thread -> thread.getName().equals("opamp-agent-metrics"))
        .count();
  }
}
