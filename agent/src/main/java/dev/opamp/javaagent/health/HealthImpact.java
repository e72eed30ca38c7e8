package dev.opamp.javaagent.health;

/** What the trouble of a component means to the one above it. */
public enum HealthImpact {
  /** Trouble makes the parent unhealthy too. */
  ROLLS_UP,
  /** Trouble stays with the component: the parent does its work without it. */
  CONTAINED
}
