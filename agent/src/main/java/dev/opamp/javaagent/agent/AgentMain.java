package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.bootstrap.AgentStarter;
import dev.opamp.javaagent.bootstrap.ApiClassHook;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/** Composition root: builds the agent's object graph, starts it, and closes it in reverse. */
public final class AgentMain implements AgentStarter {

  @Override
  public void start(@Nullable String args, Instrumentation instrumentation, ApiClassHook hook)
      throws Exception {
    // The graph is assembled here as its parts land.
  }
}
