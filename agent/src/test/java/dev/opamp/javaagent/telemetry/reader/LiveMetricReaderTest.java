package dev.opamp.javaagent.telemetry.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LiveMetricReaderTest {

  private static final ReaderSettings SETTINGS = settings(60_000, 60_000);

  private final ReaderThread thread = new ReaderThread();
  private final SlowExporter exporter = new SlowExporter();
  private final AtomicInteger failed = new AtomicInteger();
  private final ExportLane lane = lane(exporter);
  private final LiveMetricReader reader = reader(lane, SETTINGS);
  private final SdkMeterProvider provider =
      SdkMeterProvider.builder().registerMetricReader(reader).build();

  @AfterEach
  void end() {
    reader.finish();
  }

  /** Ends an export when the test says so, and keeps the sums it was given. */
  private static final class SlowExporter implements MetricExporter {
    final List<CompletableResultCode> results = new CopyOnWriteArrayList<>();
    final List<Long> sums = new CopyOnWriteArrayList<>();
    volatile boolean closed;

    @Override
    public CompletableResultCode export(Collection<MetricData> metrics) {
      CompletableResultCode result = new CompletableResultCode();
      metrics.stream()
          .flatMap(metric -> metric.getLongSumData().getPoints().stream())
          .map(LongPointData::getValue)
          .forEach(sums::add);
      results.add(result);
      return result;
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      closed = true;
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType instrumentType) {
      return AggregationTemporality.DELTA;
    }

    void end(int export) {
      await().until(() -> results.size() > export);
      results.get(export).succeed();
    }
  }

  /** An exporter of which only what a test is about has to be said. */
  private static class DeltaExporter implements MetricExporter {
    @Override
    public CompletableResultCode export(Collection<MetricData> metrics) {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType type) {
      return AggregationTemporality.DELTA;
    }
  }

  private static ReaderSettings settings(long interval, long timeout) {
    return new ReaderSettings(
        Duration.ofMillis(interval), Duration.ofMillis(timeout), Integer.MAX_VALUE);
  }

  private ExportLane lane(MetricExporter to) {
    ExportTally tally =
        (items, result) -> {
          result.whenComplete(() -> failed.addAndGet(result.isSuccess() ? 0 : items));
          return result;
        };
    return new ExportLane(thread, to, tally);
  }

  private LiveMetricReader reader(ExportLane to, ReaderSettings settings) {
    return new LiveMetricReader(thread, StreamShape.of(exporter), to, settings);
  }

  private void add(long value) {
    provider.get("test").counterBuilder("c").build().add(value);
  }

  private static boolean join(CompletableResultCode result) {
    return result.join(20, TimeUnit.SECONDS).isSuccess();
  }

  @Test
  void exportsFollowOneAnother() {
    reader.acquire();
    add(1);
    CompletableResultCode first = reader.forceFlush();
    await().until(() -> exporter.results.size() == 1);
    add(2);
    CompletableResultCode second = reader.forceFlush();
    CompletableResultCode last = reader.finish();
    CompletableResultCode flushed = lane.flush();
    assertThat(exporter.results).hasSize(1);
    assertThat(flushed.isDone()).isFalse();

    exporter.end(0);
    assertThat(join(first)).isTrue();
    exporter.end(1);
    assertThat(join(second)).isTrue();
    assertThat(join(last)).isTrue();
    assertThat(join(flushed)).isTrue();
    assertThat(exporter.sums).containsExactly(1L, 2L);
  }

  @Test
  void exportThatTakesTooLongFailsAndTheNextOneFollows() {
    reader.acquire();
    reader.follow(lane, settings(60_000, 50));
    add(1);
    assertThat(join(reader.forceFlush())).isFalse();
    reader.follow(lane, SETTINGS);
    add(2);
    CompletableResultCode next = reader.forceFlush();
    exporter.end(1);

    assertThat(join(next)).isTrue();
    assertThat(exporter.sums).containsExactly(1L, 2L);
  }

  @Test
  void whileAnExportIsUnderWayTheStreamsWait() {
    reader.acquire();
    reader.follow(lane, settings(10, 60_000));
    reader.start(System.nanoTime());
    add(1);
    await().until(() -> exporter.results.size() == 1);
    add(2);
    add(4);
    // The thread has been through some intervals once it has run these.
    for (int i = 0; i < 5; i++) {
      CompletableResultCode passed = new CompletableResultCode();
      thread.runLater(passed::succeed, Duration.ofMillis(15));
      assertThat(join(passed)).isTrue();
    }
    assertThat(exporter.sums).containsExactly(1L);

    exporter.end(0);
    await().until(() -> exporter.results.size() == 2);
    assertThat(exporter.sums).containsExactly(1L, 6L);
  }

  @Test
  void anotherExporterTakesOverAndTheOneBeforeIsClosedWhenItHasDelivered() {
    SlowExporter other = new SlowExporter();
    ExportLane otherLane = lane(other);
    reader.acquire();
    reader.start(System.nanoTime());
    add(1);
    reader.follow(otherLane, SETTINGS);
    CompletableResultCode closed = lane.shutdown();
    await().until(() -> exporter.results.size() == 1);
    add(2);
    CompletableResultCode flushed = reader.forceFlush();
    other.end(0);
    assertThat(join(flushed)).isTrue();

    assertThat(exporter.closed).isFalse();
    exporter.end(0);
    assertThat(join(closed)).isTrue();
    assertThat(exporter.closed).isTrue();
    assertThat(exporter.sums).containsExactly(1L);
    assertThat(other.sums).containsExactly(2L);
  }

  @Test
  void exporterIsClosedOnlyAfterItsLastReaderWasSwept() {
    reader.acquire();
    add(1);
    CompletableResultCode closed = lane.shutdown();
    CompletableResultCode last = reader.finish();
    exporter.end(0);
    assertThat(join(last)).isTrue();
    add(2);
    assertThat(exporter.closed).isFalse();

    CompletableResultCode swept = reader.sweep();
    exporter.end(1);
    assertThat(join(swept)).isTrue();
    assertThat(join(closed)).isTrue();
    assertThat(exporter.sums).containsExactly(1L, 2L);
  }

  @Test
  void readerThatEndedCollectsNoMore() {
    reader.acquire();
    assertThat(join(reader.finish())).isTrue();
    add(1);
    reader.start(System.nanoTime());
    assertThat(join(reader.forceFlush())).isTrue();

    assertThat(exporter.results).isEmpty();
  }

  @Test
  void exporterThatThrowsIsCountedAndHoldsNothingUp() {
    MetricExporter throwing =
        new DeltaExporter() {
          @Override
          public CompletableResultCode export(Collection<MetricData> metrics) {
            throw new IllegalStateException("broken");
          }
        };
    LiveMetricReader broken = reader(lane(throwing), SETTINGS);
    try (SdkMeterProvider other = SdkMeterProvider.builder().registerMetricReader(broken).build()) {
      other.get("test").counterBuilder("c").build().add(1);
      assertThat(join(broken.forceFlush())).isFalse();
      other.get("test").counterBuilder("c").build().add(1);
      assertThat(join(broken.forceFlush())).isFalse();
    }
    assertThat(failed).hasValue(2);
  }

  @Test
  void exporterThatDoesNotComeBackIsGivenNothingElseAndKeepsNoOtherFromExporting()
      throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger inside = new AtomicInteger();
    MetricExporter blocking =
        new DeltaExporter() {
          @Override
          public CompletableResultCode export(Collection<MetricData> metrics) {
            inside.incrementAndGet();
            try {
              gate.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return CompletableResultCode.ofSuccess();
          }
        };
    LiveMetricReader blocked = reader(lane(blocking), settings(60_000, 20));
    try (SdkMeterProvider other =
        SdkMeterProvider.builder().registerMetricReader(blocked).build()) {
      other.get("test").counterBuilder("c").build().add(1);
      CompletableResultCode first = blocked.forceFlush();
      await().until(() -> failed.get() == 1);
      other.get("test").counterBuilder("c").build().add(1);
      CompletableResultCode second = blocked.forceFlush();

      add(1);
      CompletableResultCode own = reader.forceFlush();
      exporter.end(0);
      assertThat(join(own)).isTrue();
      assertThat(inside).hasValue(1);

      gate.countDown();
      assertThat(join(first)).isFalse();
      join(second);
      assertThat(inside).hasValue(2);
    }
  }

  @Test
  void exporterThatCannotBeFlushedOrClosedSaysSo() {
    ExportLane broken =
        lane(
            new DeltaExporter() {
              @Override
              public CompletableResultCode flush() {
                throw new IllegalStateException("broken");
              }

              @Override
              public CompletableResultCode shutdown() {
                throw new AssertionError("broken");
              }
            });
    CompletableResultCode flushed = broken.flush();
    CompletableResultCode closed = broken.shutdown();

    flushed.join(20, TimeUnit.SECONDS);
    closed.join(20, TimeUnit.SECONDS);
    assertThat(flushed.isDone()).isTrue();
    assertThat(closed.isDone()).isTrue();
  }

  @Test
  void collectionThatFailsIsFollowedByTheNext() {
    AtomicInteger collections = new AtomicInteger();
    LiveMetricReader failing = reader(lane, settings(5, 60_000));
    failing.register(
        new CollectionRegistration() {
          @Override
          public Collection<MetricData> collectAllMetrics() {
            collections.incrementAndGet();
            throw new OutOfMemoryError("for a moment");
          }
        });
    failing.start(System.nanoTime());

    await().until(() -> collections.get() > 2);
    assertThat(join(failing.finish())).isTrue();
  }
}
