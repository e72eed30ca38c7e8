package dev.opamp.javaagent.opamp;

/**
 * Whether a message carries the available components themselves: only when the server asked, once
 * for each time, and never again when they turned out to be too large.
 */
final class ComponentMap {

  private boolean requested;
  private boolean tooLarge;
  private boolean inLast;

  void request() {
    requested = true;
  }

  /** Another server need not want them. */
  void forgetServer() {
    requested = false;
  }

  /** There are other components now, which may be fewer. */
  void changed() {
    tooLarge = false;
  }

  boolean isDue() {
    return requested && !tooLarge;
  }

  /** The hash has to do; returns false when it had to already. */
  boolean leaveOut() {
    boolean wasDue = isDue();
    tooLarge |= wasDue;
    return wasDue;
  }

  /** A message is on its way. */
  void sent(boolean withComponents) {
    inLast = withComponents && isDue();
    requested &= !withComponents;
  }

  /** The last message was too large; returns whether leaving out the components is the remedy. */
  boolean lastTooLarge() {
    tooLarge |= inLast;
    boolean remedy = inLast;
    inLast = false;
    return remedy;
  }
}
