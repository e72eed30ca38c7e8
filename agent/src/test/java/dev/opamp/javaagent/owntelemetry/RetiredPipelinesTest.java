package dev.opamp.javaagent.owntelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RetiredPipelinesTest {

  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final List<Hanging> pipelines = new ArrayList<>();
  private final RetiredPipelines retired = new RetiredPipelines(new ExportThreads(Thread::new));

  /** Closes when it is told to drop what it has. */
  private final class Hanging implements SignalPipeline {
    private final CountDownLatch abandoned = new CountDownLatch(1);

    @Override
    public void start() {}

    @Override
    public void close() {
      inside.incrementAndGet();
      try {
        abandoned.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      inside.decrementAndGet();
    }

    @Override
    public void abandon() {
      abandoned.countDown();
    }
  }

  @Test
  void destinationsThatNeverAnswerKeepNoMoreThanSoManyPipelines() {
    for (int i = 0; i < 200; i++) {
      Hanging pipeline = new Hanging();
      pipelines.add(pipeline);
      retired.retire(pipeline, closed::incrementAndGet);
    }

    await().untilAsserted(() -> assertThat(closed).hasValue(200 - RetiredPipelines.LIMIT));
    await().untilAsserted(() -> assertThat(inside).hasValue(RetiredPipelines.LIMIT));
    assertThat(pipelines.get(200 - RetiredPipelines.LIMIT).abandoned.getCount()).isEqualTo(1);
    pipelines.forEach(Hanging::abandon);
    await().untilAsserted(() -> assertThat(closed).hasValue(200));
  }

  @Test
  void withoutAPipelineNothingIsDone() {
    retired.retire(null, closed::incrementAndGet);
    assertThat(closed).hasValue(0);
  }
}
