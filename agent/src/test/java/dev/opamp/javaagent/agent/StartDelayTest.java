package dev.opamp.javaagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("JVM-03")
class StartDelayTest {

  private static final double PROCESSORS = 2;
  private static final long BEGIN = 7_000;

  private Iterator<@Nullable Double> load = Collections.emptyIterator();
  private long nanos = BEGIN;
  private @Nullable Double used = 3.0;
  private int looks;
  private int applicationAt = Integer.MAX_VALUE;

  /** Each look takes as long as was asked for, and finds the next load, in processors. */
  private boolean look(long millis) {
    looks++;
    nanos += Duration.ofMillis(millis).toNanos();
    Double processors = load.hasNext() ? load.next() : null;
    Double before = used;
    used = before == null || processors == null ? null : before + processors * millis / 1e3;
    return looks == applicationAt;
  }

  private int looks(Duration limit, @Nullable Double... processors) {
    load = Arrays.asList(processors).iterator();
    new StartDelay(limit, () -> nanos, () -> used, PROCESSORS).await(this::look);
    return looks;
  }

  @Test
  void endsAfterTwoLooksInARowAtAProcessThatLeavesRoom() {
    assertThat(looks(Duration.ofSeconds(10), 1.1, 1.9, 0.8, 0.6, 0.7, 0.5, 0.6, 2.0)).isEqualTo(7);
  }

  @Test
  void oneLookIsNotEnoughBecauseAJvmBeginsOnOneProcessor() {
    assertThat(looks(Duration.ofSeconds(10), 0.5, 1.8, 0.1, 0.1)).isEqualTo(4);
  }

  @Test
  void endsWhenTheTimeIsOver() {
    Double[] busy = new Double[100];
    Arrays.fill(busy, 2.0);

    assertThat(looks(Duration.ofMillis(1600), busy)).isEqualTo(11);
    assertThat(Duration.ofNanos(nanos - BEGIN)).isEqualTo(Duration.ofMillis(1600));
  }

  @Test
  void aLimitOfZeroWaitsForNothing() {
    assertThat(looks(Duration.ZERO, 2.0)).isZero();
  }

  @Test
  void endsWhenAnApplicationWaits() {
    applicationAt = 3;

    assertThat(looks(Duration.ofSeconds(10), 2.0, 2.0, 2.0, 2.0)).isEqualTo(3);
  }

  @Test
  void aProcessThatCannotSeeWhatItUsesDoesNotWait() {
    used = null;

    assertThat(looks(Duration.ofSeconds(10), 2.0)).isZero();
  }

  @Test
  void endsWhenTheProcessCanNoLongerSeeWhatItUses() {
    assertThat(looks(Duration.ofSeconds(10), 2.0, null, 2.0)).isEqualTo(2);
  }

  @Test
  void anInterruptEndsItAndIsKept() {
    new StartDelay(Duration.ofSeconds(10), () -> nanos, () -> used, PROCESSORS)
        .await(
            millis -> {
              throw new InterruptedException();
            });

    assertThat(Thread.interrupted()).isTrue();
  }

  /** Waits as long as is allowed, and returns how often the rest has to ask until it may begin. */
  private int asked(Duration limit, @Nullable Double... processors) {
    load = Arrays.asList(processors).iterator();
    StartDelay delay = new StartDelay(limit, () -> nanos, () -> used, PROCESSORS);
    delay.await(this::look);
    int asked = 1;
    while (!delay.isOver()) {
      asked++;
      boolean unused = look(150);
    }
    return asked;
  }

  private static Double[] busy() {
    Double[] busy = new Double[200];
    Arrays.fill(busy, 2.0);
    return busy;
  }

  @Test
  void theRestBeginsAtOnceWhenTheProcessorsHaveRoom() {
    assertThat(asked(Duration.ofSeconds(10), 2.0, 0.1, 0.1, 2.0)).isEqualTo(1);
  }

  @Test
  void theRestWaitsOnWhenTheTimeIsOverAndTheProcessorsAreBusy() {
    Double[] then = busy();
    then[10] = 0.1;
    then[11] = 0.1;

    // Four looks of the delay, six at busy processors, two at free ones; the first question comes
    // too soon to see anything.
    assertThat(asked(Duration.ofMillis(600), then)).isEqualTo(9);
  }

  @Test
  void theRestWaitsNoLongerThanItsLimit() {
    int unused = asked(Duration.ofMillis(500), busy());

    assertThat(Duration.ofNanos(nanos - BEGIN))
        .isBetween(StartDelay.REST_LIMIT, StartDelay.REST_LIMIT.plusMillis(150));
  }

  @Test
  void theRestOfAPatientAgentBeginsWithIt() {
    assertThat(asked(StartDelay.REST_LIMIT, busy())).isEqualTo(1);
  }

  @Test
  void theRestDoesNotWaitWhereTheAgentDoesNot() {
    assertThat(asked(Duration.ZERO, busy())).isEqualTo(1);
  }

  @Test
  void anApplicationThatWaitsDoesNotWaitForTheRest() {
    applicationAt = 1;
    Double[] then = busy();
    then[5] = 0.1;
    then[6] = 0.1;

    assertThat(asked(Duration.ofSeconds(10), then)).isEqualTo(7);
  }

  @Test
  void theRestBeginsWhenTheProcessCanNoLongerSeeWhatItUses() {
    assertThat(asked(Duration.ofMillis(300), 2.0, 2.0, null)).isEqualTo(2);
  }
}
