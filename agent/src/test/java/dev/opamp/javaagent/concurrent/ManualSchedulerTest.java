package dev.opamp.javaagent.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualSchedulerTest {

  private final ManualScheduler scheduler = new ManualScheduler();
  private final List<String> ran = new ArrayList<>();

  @Test
  void runsTasksWhenDueAndAtTheirTime() {
    scheduler.schedule(() -> ran.add("late@" + scheduler.nanos()), Duration.ofNanos(20));
    scheduler.schedule(() -> ran.add("early@" + scheduler.nanos()), Duration.ofNanos(10));
    scheduler.execute(() -> ran.add("now@" + scheduler.nanos()));

    assertThat(ran).isEmpty();
    scheduler.runAll();
    assertThat(ran).containsExactly("now@0");
    assertThat(scheduler.untilNext()).isEqualTo(Duration.ofNanos(10));
    scheduler.advance(Duration.ofNanos(30));
    assertThat(ran).containsExactly("now@0", "early@10", "late@20");
    assertThat(scheduler.nanos()).isEqualTo(30);
  }

  @Test
  void cancelledTaskDoesNotRun() {
    Cancellable task = scheduler.schedule(() -> ran.add("x"), Duration.ofNanos(5));
    task.cancel();
    scheduler.advance(Duration.ofNanos(10));
    assertThat(ran).isEmpty();
    assertThat(scheduler.pending()).isZero();
  }
}
