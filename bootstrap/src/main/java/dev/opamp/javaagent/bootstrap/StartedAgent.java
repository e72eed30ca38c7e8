package dev.opamp.javaagent.bootstrap;

/** An agent that runs. */
public interface StartedAgent {

  /**
   * Ends it in a JVM that goes on: delivers what is buffered, says goodbye, and takes back what was
   * changed in the JVM. Returns when that is done, each step within its limit.
   */
  void stop();
}
