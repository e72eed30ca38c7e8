package dev.opamp.javaagent.testing.apps.counting;

/** What one thread does a hundred times a second. */
interface Work {

  void tick();

  /** Ends what is still open; nothing is made after it. */
  void finish();

  /** Appends what was made, a line each. */
  void report(StringBuilder into);
}
