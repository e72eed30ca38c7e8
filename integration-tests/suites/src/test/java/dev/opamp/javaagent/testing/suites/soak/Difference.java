package dev.opamp.javaagent.testing.suites.soak;

import java.time.Instant;

/**
 * One way in which what arrived is not what was made.
 *
 * @param at about when what is concerned was made
 */
record Difference(String text, Instant at) {

  @Override
  public String toString() {
    return text + " (about " + at + ")";
  }
}
