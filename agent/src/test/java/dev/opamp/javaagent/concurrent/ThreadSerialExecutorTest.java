package dev.opamp.javaagent.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ThreadSerialExecutorTest {

  private final ThreadSerialExecutor executor =
      new ThreadSerialExecutor("test", Duration.ofSeconds(5));
  private final List<Integer> ran = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    executor.close();
  }

  @Test
  void runsTasksInTheOrderGiven() {
    IntStream.range(0, 1000).forEach(i -> executor.execute(() -> ran.add(i)));
    executor.close();
    assertThat(ran).containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
  }

  @Test
  void runsScheduledTasksByTheirTime() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    // Within a task, so that none is due before all are there.
    executor.execute(
        () -> {
          executor.schedule(
              () -> {
                ran.add(2);
                done.countDown();
              },
              Duration.ofMillis(60));
          executor.schedule(() -> ran.add(1), Duration.ofMillis(20));
          executor.execute(() -> ran.add(0));
        });
    assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).containsExactly(0, 1, 2);
  }

  @Test
  void taskThatThrowsDoesNotStopTheOnesBehindIt() {
    executor.execute(
        () -> {
          throw new AssertionError("thrown on purpose");
        });
    executor.execute(() -> ran.add(1));
    executor.close();
    assertThat(ran).containsExactly(1);
  }

  @Test
  void cancelledTaskNeverRuns() throws Exception {
    CountDownLatch later = new CountDownLatch(1);
    executor.schedule(() -> ran.add(1), Duration.ofMillis(20)).cancel();
    executor.schedule(later::countDown, Duration.ofMillis(60));
    assertThat(later.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).isEmpty();
  }

  @Test
  void closeDropsWhatIsNotDueAndEverythingAfter() {
    executor.schedule(() -> ran.add(1), Duration.ofDays(400_000));
    executor.close();
    executor.execute(() -> ran.add(2));
    executor.schedule(() -> ran.add(3), Duration.ZERO);
    assertThat(ran).isEmpty();
  }

  @Test
  void closeDoesNotWaitForEverAndInterruptsWhatHangs() throws Exception {
    CompletableFuture<String> ended = new CompletableFuture<>();
    CountDownLatch running = new CountDownLatch(1);
    try (ThreadSerialExecutor hanging =
        new ThreadSerialExecutor("hanging", Duration.ofMillis(20))) {
      hanging.execute(
          () -> {
            running.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              ended.complete("interrupted");
            }
          });
      assertThat(running.await(5, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(ended.get(5, TimeUnit.SECONDS)).isEqualTo("interrupted");
  }

  @Test
  void closeFromItsOwnThreadDoesNotWaitForItself() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    executor.execute(
        () -> {
          executor.close();
          closed.countDown();
        });
    assertThat(closed.await(2, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  @Tag("JVM-02")
  void theThreadIsDaemonNamedAndFreeOfTheCreatorsClassLoader() throws Exception {
    CompletableFuture<Thread> seen = new CompletableFuture<>();
    executor.execute(() -> seen.complete(Thread.currentThread()));
    Thread thread = seen.get(5, TimeUnit.SECONDS);
    assertThat(thread.isDaemon()).isTrue();
    assertThat(thread.getName()).isEqualTo("opamp-agent-test");
    assertThat(thread.getContextClassLoader()).isNull();
    assertThat(new AgentThreads("other").newThread(() -> {}).getName())
        .isEqualTo("opamp-agent-other");
  }

  @Test
  void threadEndsWhenIdleAndComesBack() throws Exception {
    CompletableFuture<Thread> first = new CompletableFuture<>();
    executor.execute(() -> first.complete(Thread.currentThread()));
    first.get(5, TimeUnit.SECONDS).join(10_000);
    assertThat(first.get().isAlive()).isFalse();
    CompletableFuture<Thread> second = new CompletableFuture<>();
    executor.schedule(() -> second.complete(Thread.currentThread()), Duration.ofSeconds(3));
    CompletableFuture<Thread> between = new CompletableFuture<>();
    executor.execute(() -> between.complete(Thread.currentThread()));
    // A task for later keeps it.
    assertThat(second.get(10, TimeUnit.SECONDS)).isSameAs(between.get());
  }

  @Test
  void threadThatCannotBeStartedIsTriedAgain() throws Exception {
    CompletableFuture<Void> failed = new CompletableFuture<>();
    try (ThreadSerialExecutor refused =
        new ThreadSerialExecutor(
            "refused",
            Duration.ofSeconds(5),
            starter -> {
              if (failed.complete(null)) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              starter.run();
            })) {
      CountDownLatch done = new CountDownLatch(2);
      refused.execute(done::countDown);
      refused.execute(done::countDown);
      assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
    }
  }
}
