package dev.opamp.javaagent.testing.matrix.app;

import java.lang.instrument.Instrumentation;

/** An agent that does nothing: what the JVM does as soon as there is any agent at all. */
public final class IdleAgent {

  private IdleAgent() {}

  /** Comes at the start of the JVM. */
  public static void premain(String args, Instrumentation instrumentation) {}
}
