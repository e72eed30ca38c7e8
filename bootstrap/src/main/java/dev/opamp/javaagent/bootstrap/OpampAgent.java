package dev.opamp.javaagent.bootstrap;

import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * Entry point named in the jar's manifest, on the host's system class loader.
 *
 * <p>Runs before {@code main}, so: no network, no logging framework, no static data, nothing thrown
 * out of it, and nothing printed but one line on stderr when the agent cannot start.
 */
public final class OpampAgent {

  private OpampAgent() {}

  /** Called by the JVM for {@code -javaagent}. */
  public static void premain(@Nullable String args, Instrumentation instrumentation) {
    AgentLauncher.launch(args, instrumentation, true);
  }

  /** Called by the JVM for a late attach. */
  public static void agentmain(@Nullable String args, Instrumentation instrumentation) {
    if (args != null && args.startsWith(Exchange.MARK)) {
      AgentLauncher.request(args, instrumentation);
    } else {
      AgentLauncher.launch(args, instrumentation, false);
    }
  }
}
