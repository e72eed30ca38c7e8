package dev.opamp.javaagent.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Eight threads record while the provider is replaced again and again. */
class SwitchUnderLoadTest {

  private static final int THREADS = 8;
  private static final int SWITCHES = 25;

  private final SwitchableMeterProvider switchable = new SwitchableMeterProvider();
  private final AtomicBoolean stop = new AtomicBoolean();

  @Test
  @Tag("CFG-22")
  void sumOverAllProvidersIsExactlyWhatWasAdded() throws Exception {
    List<MetricsGeneration> generations = new ArrayList<>();
    switchToNew(generations);
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      CountDownLatch recording = new CountDownLatch(THREADS);
      List<Future<Long>> recorders = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        recorders.add(pool.submit(() -> recordUntilStopped(recording)));
      }
      assertThat(recording.await(30, TimeUnit.SECONDS)).isTrue();
      long collectedEarly = 0;
      for (int i = 0; i < SWITCHES; i++) {
        MetricsGeneration replaced = generations.get(generations.size() - 1);
        switchToNew(generations);
        collectedEarly += replaced.longSum("shared");
      }
      stop.set(true);
      long added = 0;
      for (Future<Long> recorder : recorders) {
        added += recorder.get(30, TimeUnit.SECONDS);
      }

      // A delta reader hands every measurement out once: at the flush, or at the last collection.
      long collectedLast = generations.stream().mapToLong(g -> g.longSum("shared")).sum();
      assertThat(collectedEarly + collectedLast).isEqualTo(added);
      assertThat(collectedEarly).isPositive();
    } finally {
      stop.set(true);
      pool.shutdownNow();
      generations.forEach(MetricsGeneration::close);
    }
  }

  private void switchToNew(List<MetricsGeneration> generations) {
    MetricsGeneration next = MetricsGeneration.delta();
    switchable.switchTo(next.provider);
    generations.add(next);
  }

  /** Records on one long-lived counter and on new instruments, and returns what it added. */
  private long recordUntilStopped(CountDownLatch recording) {
    Meter meter = switchable.get("scope");
    LongCounter counter = meter.counterBuilder("shared").build();
    long added = 0;
    int distinct = 0;
    while (!stop.get()) {
      counter.add(3);
      added += 3;
      if (++distinct % 512 == 0) {
        switchable.get("scope" + distinct % 7).counterBuilder("shared").build().add(2);
        added += 2;
        meter.counterBuilder("other").buildWithCallback(m -> m.record(1)).close();
      }
      recording.countDown();
    }
    return added;
  }
}
