package dev.opamp.javaagent.telemetry.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.testing.time.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class GenerationClockTest {

  private final TestClock time = TestClock.create(Instant.ofEpochSecond(100));

  @Test
  void standsStillUntilItIsStartedAndFromWhenItIsStopped() {
    GenerationClock clock = new GenerationClock(time);
    time.advance(Duration.ofSeconds(1));
    assertThat(clock.now()).isEqualTo(100_000_000_000L);
    clock.set(101_000_000_000L);
    clock.start();
    time.advance(Duration.ofSeconds(2));
    assertThat(clock.now()).isEqualTo(103_000_000_000L);

    assertThat(clock.stop()).isEqualTo(103_000_000_000L);
    time.advance(Duration.ofSeconds(2));
    assertThat(clock.now()).isEqualTo(103_000_000_000L);

    clock.start();
    assertThat(clock.now()).as("after a revert").isEqualTo(105_000_000_000L);
  }

  @Test
  void tellsNoTimeBeforeItsStart() {
    GenerationClock clock = new GenerationClock(time);
    clock.start();
    time.setTime(Instant.ofEpochSecond(50));

    assertThat(clock.now()).isEqualTo(100_000_000_000L);
    assertThat(clock.stop()).isEqualTo(100_000_000_000L);
  }

  @Test
  void noReadingIsLaterThanTheEnd() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      for (int i = 0; i < 50; i++) {
        GenerationClock clock = new GenerationClock(Clock.getDefault());
        clock.start();
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch reading = new CountDownLatch(3);
        List<Future<Long>> latest = new ArrayList<>();
        for (int thread = 0; thread < 3; thread++) {
          latest.add(pool.submit(() -> latestReading(clock, reading, stop)));
        }
        reading.await();
        long end = clock.stop();
        stop.set(true);
        for (Future<Long> reader : latest) {
          assertThat(reader.get(10, TimeUnit.SECONDS)).isLessThanOrEqualTo(end);
        }
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static long latestReading(
      GenerationClock clock, CountDownLatch reading, AtomicBoolean stop) {
    long latest = clock.now();
    reading.countDown();
    while (!stop.get()) {
      latest = Math.max(latest, clock.now());
    }
    return latest;
  }
}
