package dev.opamp.javaagent.bootstrap;

import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * What the isolated side of the agent offers to the visible side; JDK types and this package only.
 */
public interface AgentStarter {

  /**
   * Reads the settings and starts the agent. Runs on the agent's own daemon thread.
   *
   * @param args what follows {@code =} on the {@code -javaagent} flag, or null
   * @param hook where the agent installs its patcher for OpenTelemetry API classes
   * @param early whether the JVM is just starting, and the application with it
   * @return the agent, or null when the settings leave it nothing to do
   * @throws Exception when the agent cannot start; the host is unaffected
   */
  @Nullable StartedAgent start(
      @Nullable String args, Instrumentation instrumentation, ApiClassHook hook, boolean early)
      throws Exception;
}
