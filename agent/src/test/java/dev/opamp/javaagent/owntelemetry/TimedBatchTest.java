package dev.opamp.javaagent.owntelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimedBatchTest {

  private static final Duration LONG = Duration.ofHours(1);

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final List<Collection<Integer>> exports = new CopyOnWriteArrayList<>();
  private final AtomicInteger ends = new AtomicInteger();
  private final CountDownLatch go = new CountDownLatch(1);

  @AfterEach
  void end() {
    go.countDown();
    timer.shutdownNow();
  }

  private TimedBatch<Integer> batch(Duration delay) {
    return new TimedBatch<>(this::export, this::endOfExports, timer, delay);
  }

  private CompletableResultCode export(Collection<Integer> some) {
    exports.add(new ArrayList<>(some));
    return CompletableResultCode.ofSuccess();
  }

  private CompletableResultCode endOfExports() {
    ends.incrementAndGet();
    return CompletableResultCode.ofSuccess();
  }

  @Test
  void sendsTogetherWhatComesWithinTheDelay() {
    TimedBatch<Integer> batch = batch(Duration.ofSeconds(1));
    batch.add(1);
    batch.add(2);

    await().until(() -> !exports.isEmpty());

    assertThat(exports).containsExactly(List.of(1, 2));
    batch.add(3);
    await().until(() -> exports.size() == 2);
    assertThat(timer.getQueue()).isEmpty();
  }

  @Test
  void doesNotWaitForTheDelayWhenItIsFull() {
    TimedBatch<Integer> batch = batch(LONG);
    for (int i = 0; i < TimedBatch.LARGEST; i++) {
      batch.add(i);
    }

    await().until(() -> !exports.isEmpty());
    assertThat(exports.get(0)).hasSize(TimedBatch.LARGEST);
  }

  @Test
  void keepsNoMoreThanItsCapacity() {
    timer.execute(this::waitForGo);
    TimedBatch<Integer> batch = batch(LONG);
    for (int i = 0; i < TimedBatch.CAPACITY + 10; i++) {
      batch.add(i);
    }
    go.countDown();

    assertThat(batch.flush().join(20, TimeUnit.SECONDS).isSuccess()).isTrue();

    assertThat(exports.stream().mapToInt(Collection::size).sum()).isEqualTo(TimedBatch.CAPACITY);
    assertThat(exports).allMatch(each -> each.size() <= TimedBatch.LARGEST);
  }

  private void waitForGo() {
    try {
      go.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void deliversTheRestWhenItEnds() {
    TimedBatch<Integer> batch = batch(LONG);
    batch.add(1);

    assertThat(batch.shutdown().join(20, TimeUnit.SECONDS).isSuccess()).isTrue();
    batch.add(2);

    assertThat(exports).containsExactly(List.of(1));
    assertThat(ends).hasValue(1);
    assertThat(timer.isShutdown()).isTrue();
  }

  @Test
  void givesUpWhatWaitsWhenAbandoned() {
    TimedBatch<Integer> batch = batch(LONG);
    batch.add(1);

    batch.abandon();
    batch.add(2);

    assertThat(batch.shutdown().join(20, TimeUnit.SECONDS).isDone()).isTrue();
    assertThat(exports).isEmpty();
    assertThat(ends).hasValue(1);
  }

  @Test
  void endsAFlushThatIsAbandoned() {
    timer.execute(this::waitForGo);
    TimedBatch<Integer> batch = batch(LONG);
    CompletableResultCode flush = batch.flush();

    batch.abandon();

    assertThat(flush.join(20, TimeUnit.SECONDS).isDone()).isTrue();
    assertThat(flush.isSuccess()).isFalse();
  }

  @Test
  void goesOnAfterAnExportThatThrew() {
    TimedBatch<Integer> batch =
        new TimedBatch<>(
            some -> {
              exports.add(new ArrayList<>(some));
              throw new IllegalStateException();
            },
            () -> {
              throw new IllegalStateException();
            },
            timer,
            Duration.ofMillis(10));
    batch.add(1);
    await().until(() -> exports.size() == 1);
    batch.add(2);
    await().until(() -> exports.size() == 2);

    assertThat(batch.shutdown().join(20, TimeUnit.SECONDS).isDone()).isTrue();
    assertThat(timer.isShutdown()).isTrue();
  }

  @Test
  void goesOnAfterAnExportThatFailed() {
    TimedBatch<Integer> batch =
        new TimedBatch<>(
            some -> {
              exports.add(new ArrayList<>(some));
              return CompletableResultCode.ofFailure();
            },
            this::endOfExports,
            timer,
            Duration.ofMillis(10));
    batch.add(1);
    await().until(() -> exports.size() == 1);

    batch.add(2);

    await().until(() -> exports.size() == 2);
  }
}
