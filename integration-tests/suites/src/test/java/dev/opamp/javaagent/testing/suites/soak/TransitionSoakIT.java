package dev.opamp.javaagent.testing.suites.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random valid documents, one after the other, while an application makes telemetry of every kind:
 * what arrives is exactly what was made, nothing lost and nothing twice. {@code
 * -Dsoak.transitions=N} and {@code -Dsoak.seed=N} repeat a run; see docs/live-changes.md.
 */
class TransitionSoakIT {

  private static final Duration LATEST_ARRIVAL = Duration.ofSeconds(60);
  private static final long HEAP_GROWTH = 16L << 20;
  private static final int THREAD_GROWTH = 12;

  @Test
  @Timeout(900)
  void everyTransitionUnderLoad_losesNothingAndRepeatsNothing() throws Exception {
    long seed = Long.getLong("soak.seed", System.nanoTime() & 0xffffff);
    int transitions = Integer.getInteger("soak.transitions", 60);
    System.out.println("soak.seed=" + seed + " soak.transitions=" + transitions);
    try (SoakRun run = new SoakRun(seed)) {
      run.host.startLoad();
      run.ledger.await(pipeline -> pipeline.spans.count() > 1000, SoakRun.PATIENCE);
      long heap = run.host.liveHeap();
      int threads = run.host.threads().size();

      run.change(transitions);
      Produced produced = run.host.stopLoad();
      run.revert();
      run.ledger.await(pipeline -> isComplete(pipeline, produced), LATEST_ARRIVAL);

      Verdict verdict = new Verdict(run, produced);
      System.out.println(verdict.summary());
      System.out.printf(
          "live heap %d KiB before, %d KiB after; threads %d before, %d after%n",
          heap >> 10, run.host.liveHeap() >> 10, threads, run.host.threads().size());
      assertThat(run.ledger.unreadable()).isEmpty();
      assertThat(run.ledger.names()).containsOnly(Ledger.MAIN, Ledger.EXTRA);
      assertThat(verdict.isGood())
          .as(() -> "soak.seed=" + seed + "\n" + run.hostErrors() + verdict.describe())
          .isTrue();
      assertThat(run.host.liveHeap()).isLessThan(heap + HEAP_GROWTH);
      assertThat(run.host.threads()).hasSizeLessThan(threads + THREAD_GROWTH);
    }
  }

  private static boolean isComplete(Pipeline pipeline, Produced produced) {
    return pipeline.spans.hasAll(produced.spans())
        && pipeline.logs.hasAll(produced.logs())
        && pipeline.metrics.differences(produced.metrics()).isEmpty();
  }
}
