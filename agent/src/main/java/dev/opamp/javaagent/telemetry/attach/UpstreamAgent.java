package dev.opamp.javaagent.telemetry.attach;

/** Finds the OpenTelemetry javaagent, whose SDK and hooks make ours unwelcome. */
public final class UpstreamAgent {

  private UpstreamAgent() {}

  /** Returns whether the OpenTelemetry javaagent is in this JVM; loads no class that is not. */
  public static boolean isPresent() {
    try {
      Class.forName("io.opentelemetry.javaagent.bootstrap.AgentInitializer", false, null);
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      String entryPoint = "io/opentelemetry/javaagent/OpenTelemetryAgent.class";
      return ClassLoader.getSystemResource(entryPoint) != null;
    }
  }
}
