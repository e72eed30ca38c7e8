package dev.opamp.javaagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ShutdownHookTest {

  @Test
  void whateverHangsTheHostEnds() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);

    ShutdownHook.within(
        Duration.ofMillis(500),
        () -> {
          begun.countDown();
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });

    assertThat(never.getCount()).isEqualTo(1);
    never.countDown();
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
  }
}
