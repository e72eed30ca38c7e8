package dev.opamp.javaagent.testing.matrix;

import org.jspecify.annotations.Nullable;

/**
 * What became of one row in one cell.
 *
 * @param seen {@link #APPLIED}, or a refusal, or why there is none, in words
 * @param problem why this is not as it should be; null when it is
 */
record Result(Cell cell, String row, String seen, @Nullable Throwable problem) {

  static final String APPLIED = "applied";
  static final String REFUSED = "refused: ";
  static final String MISSING = "not there: ";

  /** The state at the end, when the offer was taken back. */
  static final String AS_AT_FIRST = "(removed): all as it was before the first offer";

  boolean isGood() {
    return problem == null;
  }

  @Override
  public String toString() {
    String text = row + " -> " + seen;
    return problem == null ? text : text + " PROBLEM " + problem;
  }
}
