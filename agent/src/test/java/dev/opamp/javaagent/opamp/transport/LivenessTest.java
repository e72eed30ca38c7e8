package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LivenessTest {

  private long now = -5;
  private final Liveness liveness =
      new Liveness(
          new WebSocketLimits(
              1,
              Duration.ofSeconds(1),
              Duration.ofSeconds(20),
              Duration.ofSeconds(10),
              Duration.ofSeconds(5),
              Duration.ofSeconds(1)),
          () -> now);

  private void pass(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  @Tag("WS-18")
  void pingIsDueAfterTheInterval() {
    pass(19);
    assertThat(liveness.isPingDue()).isFalse();
    pass(1);
    assertThat(liveness.isPingDue()).isTrue();
    liveness.pinged();
    assertThat(liveness.isPingDue()).isFalse();
  }

  @Test
  @Tag("WS-18")
  void whateverArrivesAfterAPingProvesLife() {
    liveness.pinged();
    pass(10);
    assertThat(liveness.deathCause()).isNull();
    liveness.received();
    pass(60);
    assertThat(liveness.deathCause()).isNull();
  }

  @Test
  @Tag("WS-18")
  void silenceAfterAPingIsDeath() {
    liveness.pinged();
    pass(11);
    assertThat(liveness.deathCause()).contains("ping");
  }

  @Test
  @Tag("RB-44")
  void aSlowWriteIsLifeAsLongAsItMakesProgress() {
    for (int i = 0; i < 20; i++) {
      liveness.writing();
      pass(4);
      assertThat(liveness.deathCause()).isNull();
      assertThat(liveness.isPingDue()).isFalse();
    }
    pass(2);
    assertThat(liveness.deathCause()).contains("write");
    liveness.written();
    assertThat(liveness.deathCause()).isNull();
  }
}
