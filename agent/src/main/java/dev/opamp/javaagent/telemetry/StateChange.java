package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.ChangeStep;
import dev.opamp.javaagent.config.PreparedChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The step of one signal from the state in force to the next. What both states share is left alone.
 *
 * @param <S> an immutable state that knows its parts
 */
final class StateChange<S extends StateChange.State> implements PreparedChange {

  /** Everything that belongs to a signal at one time. */
  interface State {
    List<Part<?>> parts();
  }

  private final S before;
  private final S after;
  private final Consumer<S> publish;
  private final RetireThread retirement;
  private final List<ChangeStep> steps;

  /**
   * Creates the step.
   *
   * @param steps where the states differ
   */
  StateChange(
      S before, S after, Consumer<S> publish, RetireThread retirement, List<ChangeStep> steps) {
    this.before = before;
    this.after = after;
    this.publish = publish;
    this.retirement = retirement;
    this.steps = Collections.unmodifiableList(steps);
  }

  @Override
  public List<ChangeStep> steps() {
    return steps;
  }

  @Override
  public void commit() {
    publish.accept(after);
  }

  @Override
  public void revert() {
    publish.accept(before);
    retirement.retire(difference(after, before));
  }

  @Override
  public void discard() {
    retirement.closeUnused(difference(after, before));
  }

  @Override
  public void retireReplaced() {
    retirement.retire(difference(before, after));
  }

  private static List<Part<?>> difference(State all, State without) {
    Set<Part<?>> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    kept.addAll(without.parts());
    List<Part<?>> difference = new ArrayList<>();
    for (Part<?> part : all.parts()) {
      if (!kept.contains(part)) {
        difference.add(part);
      }
    }
    return difference;
  }
}
