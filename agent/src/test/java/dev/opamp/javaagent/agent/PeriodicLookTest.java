package dev.opamp.javaagent.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opamp.javaagent.concurrent.ManualScheduler;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PeriodicLookTest {

  private final ManualScheduler executor = new ManualScheduler();
  private boolean calm;
  private boolean fails;
  private int looks;
  private Runnable during = () -> {};
  private final PeriodicLook look =
      new PeriodicLook(
          executor, this::look, () -> calm, Duration.ofSeconds(2), Duration.ofSeconds(10));

  private void look() {
    looks++;
    during.run();
    if (fails) {
      throw new IllegalStateException();
    }
  }

  private void advanceSeconds(int seconds) {
    executor.advance(Duration.ofSeconds(seconds));
  }

  @Test
  void looksOftenWhileSomethingMayChange() {
    look.start();

    advanceSeconds(6);

    assertThat(looks).isEqualTo(3);
  }

  @Test
  void looksSeldomWhileNothingDoes() {
    calm = true;
    look.start();

    advanceSeconds(2 + 10 + 10);

    assertThat(looks).isEqualTo(3);
  }

  @Test
  void looksSoonWhenSomethingHasHappened() {
    calm = true;
    look.start();
    advanceSeconds(3);
    calm = false;

    look.soon();
    advanceSeconds(4);

    assertThat(looks).isEqualTo(3);
    assertThat(executor.pending()).isEqualTo(1);
  }

  @Test
  void isNotPutOffByWhatHappensAllTheTime() {
    look.start();

    for (int i = 0; i < 8; i++) {
      look.soon();
      advanceSeconds(1);
    }

    assertThat(looks).isEqualTo(4);
    assertThat(executor.pending()).isEqualTo(1);
  }

  @Test
  void looksOnceForWhatHappensInALook() {
    calm = true;
    during = this::hurry;
    look.start();

    advanceSeconds(2 + 2);
    assertThat(looks).isEqualTo(2);

    during = () -> {};
    advanceSeconds(2 + 10);
    assertThat(looks).isEqualTo(4);
    assertThat(executor.pending()).isEqualTo(1);
  }

  private void hurry() {
    look.soon();
  }

  @Test
  void looksAgainAfterALookThatFailed() {
    look.start();
    fails = true;
    assertThatThrownBy(() -> advanceSeconds(2)).isInstanceOf(IllegalStateException.class);
    fails = false;

    advanceSeconds(2);

    assertThat(looks).isEqualTo(2);
  }
}
