package dev.opamp.javaagent.cli;

import java.io.InputStream;
import java.io.PrintStream;

/** The streams of the process. Lines end in a line feed everywhere, so that output compares. */
final class Terminal {

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;

  Terminal(InputStream in, PrintStream out, PrintStream err) {
    this.in = in;
    this.out = out;
    this.err = err;
  }

  InputStream in() {
    return in;
  }

  /** Prints the answer, or a part of it, as it is. */
  void answer(String text) {
    out.print(text);
    out.flush();
  }

  /** Prints one line about what is wrong. */
  void complain(String line) {
    err.print(line + "\n");
    err.flush();
  }
}
