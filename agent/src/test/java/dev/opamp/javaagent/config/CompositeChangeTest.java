package dev.opamp.javaagent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a failure of one part of a change means for the others. */
class CompositeChangeTest {

  private final List<String> calls = new ArrayList<>();

  /** A part that tells what it is asked for, and fails where it is told to. */
  private final class Signal implements PreparedChange {
    private final String name;
    private final List<String> broken;

    Signal(String name, String... broken) {
      this.name = name;
      this.broken = List.of(broken);
    }

    @Override
    public List<ChangeStep> steps() {
      return List.of();
    }

    @Override
    public void commit() {
      step("commit");
    }

    @Override
    public void revert() {
      step("revert");
    }

    @Override
    public void discard() {
      step("discard");
    }

    @Override
    public void retireReplaced() {
      step("retire");
    }

    private void step(String step) {
      calls.add(step + " " + name);
      if (broken.contains(step)) {
        throw new IllegalStateException(step + " " + name);
      }
    }
  }

  @Test
  void failedCommit_revertsEveryPartOnce_alsoWhenTheCallerRevertsAsWell() {
    CompositeChange change =
        new CompositeChange(
            List.of(new Signal("a"), new Signal("b", "commit"), new Signal("c")), List.of());

    assertThatThrownBy(change::commit).hasMessage("commit b");
    change.revert();

    assertThat(calls).containsExactly("commit a", "commit b", "revert c", "revert b", "revert a");
  }

  @Test
  void partThatCannotBeReverted_doesNotKeepTheOthersInForce() {
    CompositeChange change =
        new CompositeChange(
            List.of(
                new Signal("a"), new Signal("b", "commit", "revert"), new Signal("c", "revert")),
            List.of());

    assertThatThrownBy(change::commit)
        .hasMessage("commit b")
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("revert c"));

    assertThat(calls).endsWith("revert c", "revert b", "revert a");
  }

  @Test
  void partThatCannotBeClosed_doesNotKeepTheOthersOpen() {
    CompositeChange change =
        new CompositeChange(
            List.of(new Signal("a", "discard", "retire"), new Signal("b")), List.of());

    assertThatThrownBy(change::discard).hasMessage("discard a");
    assertThatThrownBy(change::retireReplaced).hasMessage("retire a");

    assertThat(calls).containsExactly("discard a", "discard b", "retire a", "retire b");
  }
}
