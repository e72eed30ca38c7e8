package dev.opamp.javaagent.testing.matrix.app;

import java.io.IOException;

/** {@link Work} on the class path, or in a module, until standard input ends. */
public final class EndingApp {

  private EndingApp() {}

  /** Starts, and returns when standard input has ended. */
  public static void main(String[] args) throws IOException {
    Work work = new Work(args);
    awaitEndOfInput();
    work.close();
  }

  static void awaitEndOfInput() throws IOException {
    while (System.in.read() >= 0) {
      // What is said does not matter.
    }
  }
}
