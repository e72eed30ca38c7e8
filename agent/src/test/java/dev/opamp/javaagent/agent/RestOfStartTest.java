package dev.opamp.javaagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.concurrent.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("JVM-03")
class RestOfStartTest {

  private final ManualScheduler apply = new ManualScheduler();
  private final List<String> done = new ArrayList<>();
  private boolean over;
  private final RestOfStart rest = new RestOfStart(apply, () -> over);

  private void run() {
    apply.advance(Duration.ofSeconds(1));
  }

  @Test
  void waitsUntilTheStartIsOverAndKeepsItsOrder() {
    rest.execute(() -> done.add("first"));
    rest.execute(() -> done.add("second"));
    rest.watch();
    run();
    assertThat(done).isEmpty();
    assertThat(rest.isPutOff()).isTrue();

    over = true;
    run();

    assertThat(done).containsExactly("first", "second");
    assertThat(rest.isPutOff()).isFalse();
    assertThat(apply.pending()).as("looks to come").isZero();
  }

  @Test
  void isDoneBeforeWhatWaitsForIt() {
    rest.execute(() -> done.add("rest"));
    rest.watch();
    run();

    rest.now();
    apply.execute(() -> done.add("needs the rest"));
    run();

    assertThat(done).containsExactly("rest", "needs the rest");
  }

  @Test
  void whatComesLaterIsNotPutOff() {
    rest.now();
    rest.execute(() -> done.add("later"));
    run();

    assertThat(done).containsExactly("later");
  }

  @Test
  void isDoneOnce() {
    rest.execute(() -> done.add("once"));
    over = true;

    rest.now();
    rest.watch();
    rest.now();
    run();

    assertThat(done).containsExactly("once");
  }

  @Test
  void aStepThatFailsDoesNotCostTheOthers() {
    rest.execute(
        () -> {
          throw new IllegalStateException("expected");
        });
    rest.execute(() -> done.add("next"));

    rest.now();
    run();

    assertThat(done).containsExactly("next");
  }
}
