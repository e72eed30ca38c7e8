package dev.opamp.javaagent.telemetry.otlpfile;

import java.io.PrintStream;

/** The one place of the agent that writes to the host's standard output. */
final class HostOutput {

  private HostOutput() {}

  static PrintStream stdout() {
    return System.out;
  }
}
