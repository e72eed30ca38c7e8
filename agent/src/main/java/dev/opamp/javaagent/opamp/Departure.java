package dev.opamp.javaagent.opamp;

import java.time.Duration;

/** A connection being left with a farewell, and what comes after it. Immutable. */
final class Departure {

  private final boolean forGood;
  private final Duration pause;

  private Departure(boolean forGood, Duration pause) {
    this.forGood = forGood;
    this.pause = pause;
  }

  /** The session ends with the connection. */
  static Departure forGood() {
    return new Departure(true, Duration.ZERO);
  }

  /** Another connection follows after a while. */
  static Departure toReturnIn(Duration pause) {
    return new Departure(false, pause);
  }

  boolean isForGood() {
    return forGood;
  }

  Duration pause() {
    return pause;
  }
}
