package dev.opamp.javaagent.health;

import dev.opamp.javaagent.opamp.ComponentHealthSnapshot;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The health of the agent and of its components, at any depth. Thread-safe.
 *
 * <p>Roll-up: a component is healthy when it is running and no component below it that {@link
 * HealthImpact#ROLLS_UP} is degraded or failed; otherwise it is shown as degraded with the text of
 * the first such component. Components that are starting or stopped do not count.
 *
 * <p>The listener gets every state that differs from the one before it by value, in order, while
 * the lock is held: it only hands over (see {@link HealthReports}).
 */
public final class HealthTree {

  private final LongSupplier unixNanos;
  private final Consumer<ComponentHealthSnapshot> listener;
  private final HealthComponent root;
  private ComponentHealthSnapshot last;

  private long changes;

  /** Whether there are components that {@link #last} does not show. */
  private boolean grown;

  /**
   * @param unixNanos the wall clock, in nanoseconds since the Unix epoch
   * @param listener is given each new state
   */
  public HealthTree(LongSupplier unixNanos, Consumer<ComponentHealthSnapshot> listener) {
    this.unixNanos = unixNanos;
    this.listener = listener;
    this.root = new HealthComponent(this, "", HealthImpact.ROLLS_UP);
    this.last = root.snapshot();
  }

  /** Returns the agent itself, stopped at first. */
  public HealthComponent agent() {
    return root;
  }

  /** Returns the component directly below the agent, see {@link HealthComponent#child}. */
  public HealthComponent component(String name, HealthImpact impact) {
    return root.child(name, impact);
  }

  /** Returns the state now, with the attributes of this moment. */
  public synchronized ComponentHealthSnapshot snapshot() {
    return last;
  }

  /** Returns how often anything was changed, attributes included. */
  public synchronized long changes() {
    return changes;
  }

  LongSupplier clock() {
    return unixNanos;
  }

  /** A new component goes along with the next change of any, even one to what it is at first. */
  synchronized HealthComponent grow(HealthComponent component) {
    grown = true;
    return component;
  }

  /**
   * Makes a change, and looks at the tree if it was one.
   *
   * @param change returns whether anything is different now
   */
  synchronized void change(BooleanSupplier change) {
    if (!change.getAsBoolean() && !grown) {
      return;
    }
    grown = false;
    changes++;
    ComponentHealthSnapshot next = root.snapshot();
    boolean news = !next.equals(last);
    last = next;
    if (news) {
      listener.accept(next);
    }
  }
}
