package dev.opamp.javaagent.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Duration ONE = Duration.ofSeconds(1);
  private static final Duration CAP = Duration.ofSeconds(30);

  @Test
  void ceilingDoublesUpToTheCapAndStartsOverAfterReset() {
    Backoff backoff = new Backoff(ONE, CAP, always(0.999999999));
    assertThat(Stream.generate(backoff::next).limit(7).map(BackoffTest::roundedSeconds))
        .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    backoff.reset();
    assertThat(roundedSeconds(backoff.next())).isEqualTo(1);
  }

  @Test
  void theSmallestDrawsStillKeepToEightAttemptsInTenSeconds() {
    Backoff backoff = new Backoff(ONE, CAP, always(0));
    int attempts = 0;
    for (Duration at = Duration.ZERO; at.toSeconds() < 10; at = at.plus(backoff.next())) {
      attempts++;
    }
    assertThat(attempts).isEqualTo(8);
  }

  @Test
  @Tag("ERR-26")
  void twoClientsRestartedTogetherDoNotStayInLockStep() {
    Backoff first = new Backoff(ONE, CAP, new Random(1));
    Backoff second = new Backoff(ONE, CAP, new Random(2));
    for (int i = 0; i < 20; i++) {
      assertThat(first.next()).isNotEqualTo(second.next());
    }
  }

  @Test
  void drawsSpreadOverTheWholeRange() {
    Random random = new Random(3);
    double[] waits =
        Stream.generate(() -> new Backoff(ONE, CAP, random).next())
            .limit(1000)
            .mapToDouble(Duration::toNanos)
            .sorted()
            .toArray();
    assertThat(waits[0]).isBetween(1e8, 1.2e8);
    assertThat(waits[500]).isBetween(5e8, 6e8);
    assertThat(waits[999]).isBetween(9.8e8, 1e9);
  }

  @Test
  void rejectsMeaninglessBounds() {
    assertThatThrownBy(() -> new Backoff(Duration.ZERO, CAP, new Random()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Backoff(CAP, ONE, new Random()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static long roundedSeconds(Duration wait) {
    return Math.round(wait.toMillis() / 1000.0);
  }

  private static Random always(double value) {
    return new Random() {
      @Override
      public double nextDouble() {
        return value;
      }
    };
  }
}
