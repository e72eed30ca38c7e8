package dev.opamp.javaagent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.config.SdkDocument;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RetireThreadTest {

  private static final DocumentNode NODE =
      DocumentNode.of(SdkDocument.of(Collections.emptyMap())).with(Map.of("batch", Map.of()));
  private static final Duration NEVER = Duration.ofMinutes(5);

  private final Queue<String> calls = new ConcurrentLinkedQueue<>();
  private final RetireThread quick = new RetireThread(Duration.ofMillis(10), NEVER);

  @Test
  void partIsFlushedAtOnceAndClosedAfterTheGrace() {
    RetireThread patient = new RetireThread(NEVER, NEVER);
    patient.retire(List.of(part("p", CompletableResultCode::ofSuccess)));
    await().untilAsserted(() -> assertThat(calls).containsExactly("p flush"));

    assertThat(patient.close(List.of(part("last", CompletableResultCode::ofSuccess)), 30_000))
        .isTrue();
    await().untilAsserted(() -> assertThat(calls).contains("p closed", "last closed"));
    assertThat(calls)
        .contains("p shutdown", "last shutdown")
        .doesNotContain("p abandon", "last abandon", "last flush");
  }

  @Test
  void partThatDoesNotCloseInTimeIsAbandoned() {
    RetireThread strict = new RetireThread(Duration.ofMillis(10), Duration.ofMillis(300));
    CompletableResultCode late = new CompletableResultCode();
    strict.retire(List.of(part("p", () -> late)));

    await().untilAsserted(() -> assertThat(calls).contains("p closed"));
    assertThat(calls).containsExactly("p flush", "p shutdown", "p abandon", "p closed");
    late.succeed();
    assertThat(calls).hasSize(4);
  }

  @Test
  void threadsKeptByPartsAreWokenWhenThePartIsGivenUp() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger woken = new AtomicInteger();
    Supplier<CompletableResultCode> blocks =
        () -> {
          try {
            never.await();
            return CompletableResultCode.ofSuccess();
          } catch (InterruptedException e) {
            woken.incrementAndGet();
            return CompletableResultCode.ofFailure();
          }
        };
    RetireThread strict = new RetireThread(Duration.ofMillis(10), Duration.ofMillis(500));
    strict.retire(List.of(part("p", blocks), part("q", blocks)));
    strict.retire(List.of(part("good", CompletableResultCode::ofSuccess)));

    await().untilAsserted(() -> assertThat(calls).contains("p closed", "q closed", "good closed"));
    assertThat(woken).hasValueGreaterThanOrEqualTo(1);
    assertThat(calls).contains("p abandon", "q abandon");
  }

  @Test
  void tooManyPartsMakeTheOldestGoAfterItsGrace() {
    Queue<CompletableResultCode> shutdowns = new ConcurrentLinkedQueue<>();
    Supplier<CompletableResultCode> hangs =
        () -> {
          CompletableResultCode result = new CompletableResultCode();
          shutdowns.add(result);
          return result;
        };
    for (int i = 0; i < RetireThread.LIMIT; i++) {
      quick.retire(List.of(part("p" + i, hangs)));
    }
    assertThat(calls).doesNotContain("p0 abandon");
    quick.retire(List.of(part("one", hangs), part("more", hangs)));

    await().untilAsserted(() -> assertThat(calls).contains("p0 closed", "p1 closed"));
    assertThat(calls).contains("p0 abandon", "p1 abandon").doesNotContain("p2 abandon");
    shutdowns.forEach(CompletableResultCode::succeed);
    await().untilAsserted(() -> assertThat(calls).contains("p2 closed", "more closed"));
  }

  @Test
  void failureOfOnePartDoesNotKeepTheOthers() {
    Part<String> broken =
        part(
            "broken",
            () -> {
              throw new NoClassDefFoundError("gone");
            });
    quick.retire(List.of(broken, part("whole", CompletableResultCode::ofSuccess)));

    await().untilAsserted(() -> assertThat(calls).contains("broken closed", "whole closed"));
  }

  @Test
  void partIsNotShutDownDuringItsFlush() {
    CompletableResultCode flush = new CompletableResultCode();
    quick.retire(List.of(part("slow", () -> flush, CompletableResultCode::ofSuccess)));
    quick.retire(List.of(part("other", CompletableResultCode::ofSuccess)));
    await().untilAsserted(() -> assertThat(calls).contains("other closed"));
    assertThat(calls).contains("slow flush").doesNotContain("slow shutdown");
    flush.succeed();

    await().untilAsserted(() -> assertThat(calls).contains("slow closed"));
  }

  @Test
  void unusedPartsAreClosedWithoutAFlush() {
    quick.closeUnused(List.of(part("p", CompletableResultCode::ofSuccess)));

    await().untilAsserted(() -> assertThat(calls).containsExactly("p shutdown", "p closed"));
  }

  @Test
  void partsThatComeAfterTheEndAreClosedAtOnce() {
    assertThat(quick.close(List.of(), 1_000)).isTrue();
    quick.retire(List.of(part("p", CompletableResultCode::ofSuccess)));
    quick.closeUnused(List.of(part("q", CompletableResultCode::ofSuccess)));

    assertThat(calls).containsSubsequence("p shutdown", "q shutdown");
    await().untilAsserted(() -> assertThat(calls).contains("p closed", "q closed"));
  }

  private Part<String> part(String name, Supplier<CompletableResultCode> shutdown) {
    return part(name, CompletableResultCode::ofSuccess, shutdown);
  }

  private Part<String> part(
      String name,
      Supplier<CompletableResultCode> flush,
      Supplier<CompletableResultCode> shutdown) {
    return new Part<>(
        NODE,
        name,
        new PipelineStats(PipelineLabel.of(NODE)),
        () -> {
          calls.add(name + " flush");
          return flush.get();
        },
        () -> {
          calls.add(name + " shutdown");
          return shutdown.get();
        },
        () -> calls.add(name + " abandon"),
        () -> calls.add(name + " closed"));
  }
}
