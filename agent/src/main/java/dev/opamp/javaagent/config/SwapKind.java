package dev.opamp.javaagent.config;

/** How much of a running SDK is exchanged to put one part of a document in force, least first. */
public enum SwapKind {
  /** A value behind a component that stays: one volatile write. */
  PARAMETER("parameter swap"),
  /** One component with all it holds, for example a processor with its queue and its exporter. */
  PART("part swap"),
  /** The provider of a signal, behind the instances that applications hold. */
  GENERATION("generation swap");

  private final String label;

  SwapKind(String label) {
    this.label = label;
  }

  /** Returns the name for people. */
  @Override
  public String toString() {
    return label;
  }
}
