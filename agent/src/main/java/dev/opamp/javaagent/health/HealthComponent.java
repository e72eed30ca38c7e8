package dev.opamp.javaagent.health;

import dev.opamp.javaagent.opamp.ComponentHealthSnapshot;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** One component of a {@link HealthTree}, as the component itself sees it. Thread-safe. */
public final class HealthComponent {

  private final HealthTree tree;
  private final String name;
  private final HealthImpact impact;
  private final Map<String, HealthComponent> children = new TreeMap<>();
  private State state = State.STOPPED;
  private Map<String, Object> attributes = Collections.emptyMap();

  HealthComponent(HealthTree tree, String name, HealthImpact impact) {
    this.tree = tree;
    this.name = name;
    this.impact = impact;
  }

  /**
   * Returns the component of that name below this one, making it when it is not there.
   *
   * @param impact what its trouble means to this one; what was given first stays
   */
  public HealthComponent child(String childName, HealthImpact impact) {
    synchronized (tree) {
      return children.computeIfAbsent(
          childName, n -> tree.grow(new HealthComponent(tree, n, impact)));
    }
  }

  /** Forgets a component below this one, for example an exporter that was configured away. */
  public void remove(String childName) {
    tree.change(() -> children.remove(childName) != null);
  }

  /** Forgets the components below this one that are not named. */
  public void retain(Set<String> childNames) {
    tree.change(() -> children.keySet().retainAll(childNames));
  }

  /**
   * Gives numbers and names that go along with the next report and cause none.
   *
   * @param values String, Boolean, Long or Double; never a secret
   */
  public void attributes(Map<String, Object> values) {
    Map<String, Object> copy = new TreeMap<>(values);
    tree.change(
        () -> {
          boolean different = !copy.equals(attributes);
          attributes = copy;
          return different;
        });
  }

  public void starting() {
    moveTo(HealthStatus.STARTING, "");
  }

  /** Up and well; clears the last error. */
  public void running() {
    moveTo(HealthStatus.RUNNING, "");
  }

  /** Works, but not as asked. The text is cleaned and capped by {@link ErrorText}. */
  public void degraded(String error) {
    moveTo(HealthStatus.DEGRADED, error);
  }

  /** Does not work. The text is cleaned and capped by {@link ErrorText}. */
  public void failed(String error) {
    moveTo(HealthStatus.FAILED, error);
  }

  public void stopping() {
    moveTo(HealthStatus.STOPPING, "");
  }

  public void stopped() {
    moveTo(HealthStatus.STOPPED, "");
  }

  private void moveTo(HealthStatus status, String error) {
    String text = ErrorText.of(error);
    tree.change(
        () -> {
          State before = state;
          state = before.next(status, text, tree.clock());
          return state != before;
        });
  }

  /** To be called with the lock of the tree. */
  ComponentHealthSnapshot snapshot() {
    Map<String, ComponentHealthSnapshot> below = new TreeMap<>();
    String trouble = "";
    long newest = 0;
    for (HealthComponent child : children.values()) {
      ComponentHealthSnapshot health = child.snapshot();
      below.put(child.name, health);
      newest = Math.max(newest, health.statusTimeUnixNano());
      boolean counts = child.impact == HealthImpact.ROLLS_UP && child.isTroubled(health);
      if (counts && trouble.isEmpty()) {
        trouble = child.name + ": " + health.lastError();
      }
    }
    return state.snapshot(ErrorText.of(trouble), newest, below, attributes);
  }

  /** A component that is starting or was never started is not healthy, but no trouble either. */
  private boolean isTroubled(ComponentHealthSnapshot health) {
    return !health.lastError().isEmpty()
        || health.status().equals(HealthStatus.FAILED.word())
        || health.status().equals(HealthStatus.DEGRADED.word());
  }

  /** What a component says about itself, without what is below it. */
  private static final class State {
    static final State STOPPED = new State(HealthStatus.STOPPED, "", 0, 0);

    private final HealthStatus status;
    private final String error;
    private final long startNanos;
    private final long sinceNanos;

    private State(HealthStatus status, String error, long startNanos, long sinceNanos) {
      this.status = status;
      this.error = error;
      this.startNanos = startNanos;
      this.sinceNanos = sinceNanos;
    }

    State next(HealthStatus nextStatus, String nextError, LongSupplier clock) {
      if (status == nextStatus && error.equals(nextError)) {
        return this;
      }
      long now = clock.getAsLong();
      long start = startNanos == 0 ? now : startNanos;
      return new State(nextStatus, nextError, nextStatus == HealthStatus.STOPPED ? 0 : start, now);
    }

    ComponentHealthSnapshot snapshot(
        String trouble,
        long newestBelow,
        Map<String, ComponentHealthSnapshot> below,
        Map<String, Object> attributes) {
      boolean degraded = status == HealthStatus.RUNNING && !trouble.isEmpty();
      HealthStatus shown = degraded ? HealthStatus.DEGRADED : status;
      return new ComponentHealthSnapshot(
          shown == HealthStatus.RUNNING,
          startNanos,
          shown.word(),
          error.isEmpty() && shown != HealthStatus.RUNNING ? trouble : error,
          Math.max(sinceNanos, newestBelow),
          below,
          attributes);
    }
  }
}
