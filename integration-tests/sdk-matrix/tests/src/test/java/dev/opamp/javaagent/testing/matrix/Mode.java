package dev.opamp.javaagent.testing.matrix;

/** When this agent comes into the JVM. */
enum Mode {
  START("start"),
  AFTER_UPSTREAM("start, behind the other agent"),
  LATE("late");

  private final String words;

  Mode(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
