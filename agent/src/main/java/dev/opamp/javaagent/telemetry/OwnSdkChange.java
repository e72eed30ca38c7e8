package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.ChangeStep;
import dev.opamp.javaagent.config.PreparedChange;
import java.util.List;

/** The changes of all parts of the SDK as one: all of them are in force, or none. */
final class OwnSdkChange implements PreparedChange {

  private final List<PreparedChange> changes;
  private final List<ChangeStep> steps;

  OwnSdkChange(List<PreparedChange> changes, List<ChangeStep> steps) {
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
      revert();
      throw e;
    }
  }

  @Override
  public void revert() {
    for (int i = changes.size() - 1; i >= 0; i--) {
      changes.get(i).revert();
    }
  }

  @Override
  public void discard() {
    changes.forEach(PreparedChange::discard);
  }

  @Override
  public void retireReplaced() {
    changes.forEach(PreparedChange::retireReplaced);
  }
}
