package dev.opamp.javaagent.testing.suites.soak;

import java.util.Arrays;
import java.util.BitSet;

/** Which numbers of one worker arrived, how often, and when what they number was made. */
final class Numbers {

  private final BitSet seen = new BitSet();
  private final BitSet seenAgain = new BitSet();
  private long[] unixNanos = new long[1024];

  void add(int number, long unixNano) {
    if (seen.get(number)) {
      seenAgain.set(number);
    }
    seen.set(number);
    if (number >= unixNanos.length) {
      unixNanos = Arrays.copyOf(unixNanos, Math.max(number + 1, 2 * unixNanos.length));
    }
    unixNanos[number] = unixNano;
  }

  int count() {
    return seen.cardinality();
  }

  BitSet twice() {
    return (BitSet) seenAgain.clone();
  }

  BitSet missingOf(BitSet produced) {
    BitSet missing = (BitSet) produced.clone();
    missing.andNot(seen);
    return missing;
  }

  BitSet notIn(BitSet produced) {
    BitSet surplus = (BitSet) seen.clone();
    surplus.andNot(produced);
    return surplus;
  }

  /** When the nearest earlier one that arrived was made; 0 without one. */
  long before(int number) {
    int known = seen.previousSetBit(number);
    return known < 0 ? 0 : unixNanos[known];
  }

  /** When the nearest later one that arrived was made; 0 without one. */
  long after(int number) {
    int known = seen.nextSetBit(number);
    return known < 0 ? 0 : unixNanos[known];
  }
}
