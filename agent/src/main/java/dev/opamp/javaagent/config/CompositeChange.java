package dev.opamp.javaagent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** The changes of all parts of an SDK as one: all of them are in force, or none. */
public final class CompositeChange implements PreparedChange {

  private final List<PreparedChange> changes;
  private final List<ChangeStep> steps;
  private boolean reverted;

  /**
   * @param steps what all of them exchange together
   */
  public CompositeChange(List<PreparedChange> changes, List<ChangeStep> steps) {
    this.changes = changes;
    this.steps = steps;
  }

  @Override
  public List<ChangeStep> steps() {
    return steps;
  }

  @Override
  public void commit() {
    try {
      changes.forEach(PreparedChange::commit);
    } catch (RuntimeException | Error e) {
      try {
        revert();
      } catch (RuntimeException | Error more) {
        e.addSuppressed(more);
      }
      throw e;
    }
  }

  /** Once only: what failed to commit has reverted itself, and is reverted by its caller too. */
  @Override
  public void revert() {
    if (!reverted) {
      reverted = true;
      List<PreparedChange> last = new ArrayList<>(changes);
      Collections.reverse(last);
      each(last, PreparedChange::revert);
    }
  }

  @Override
  public void discard() {
    each(changes, PreparedChange::discard);
  }

  @Override
  public void retireReplaced() {
    each(changes, PreparedChange::retireReplaced);
  }

  /** The failure of one part must not leave another half-way: all are done, then it is told. */
  private static void each(List<PreparedChange> all, Consumer<PreparedChange> step) {
    Throwable failure = null;
    for (PreparedChange change : all) {
      try {
        step.accept(change);
      } catch (RuntimeException | Error e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure instanceof Error) {
      throw (Error) failure;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }
}
