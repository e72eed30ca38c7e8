package dev.opamp.javaagent.telemetry.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class FewAtATimeTest {

  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final List<String> ran = new ArrayList<>();
  private final FewAtATime few = new FewAtATime(threads::add, 2);

  private void execute(String name) {
    few.execute(() -> ran.add(name));
  }

  @Test
  void letsTheRestWaitForAThread() {
    execute("a");
    execute("b");
    execute("c");
    assertThat(threads).hasSize(2);

    threads.remove().run();

    assertThat(ran).containsExactly("a", "c");
    execute("d");
    assertThat(threads).hasSize(2);
  }

  @Test
  void goesOnAfterATaskThatFails() {
    few.execute(
        () -> {
          throw new IllegalStateException();
        });
    execute("a");
    execute("b");

    threads.remove().run();
    threads.remove().run();
    execute("c");
    execute("d");

    assertThat(ran).containsExactlyInAnyOrder("a", "b");
    assertThat(threads).hasSize(2);
  }

  @Test
  void countsNoTaskThatGotNoThread() {
    FewAtATime none =
        new FewAtATime(
            task -> {
              if (ran.isEmpty()) {
                throw new RejectedExecutionException();
              }
              threads.add(task);
            },
            1);
    assertThatThrownBy(() -> none.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);

    ran.add("now there are threads");
    none.execute(() -> ran.add("task"));
    threads.remove().run();

    assertThat(ran).contains("task");
  }
}
