package dev.opamp.javaagent.testing.apps.counting;

import java.util.BitSet;
import java.util.HexFormat;

/** Which of the numbers 0, 1, 2, … of one worker were used. Written by that worker alone. */
final class Marks {

  private final BitSet marked = new BitSet();
  private int next;

  /** Returns the next number, not yet marked. */
  synchronized int next() {
    return next++;
  }

  synchronized void mark(int number) {
    marked.set(number);
  }

  synchronized String hex() {
    return HexFormat.of().formatHex(marked.toByteArray());
  }
}
