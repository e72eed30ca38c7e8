package dev.opamp.javaagent.bootstrap;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where patched OpenTelemetry API classes of any class loader reach the agent.
 *
 * <p>They find it by name through the system class loader and speak JDK types only, because the
 * loader of an application may see no class of ours. Static, as a patched class has nothing else to
 * hold on to.
 */
public final class ApiHookSeam {

  /**
   * Read by reflection from patched classes. Arguments: the patched class, and what is asked of it.
   * A result other than null stands for the result of the patched method.
   */
  public static volatile @Nullable BiFunction<Object, Object, Object> hook;

  private ApiHookSeam() {}

  /** Connects the agent; before that, patched classes behave as if they were not patched. */
  public static void connect(BiFunction<Object, Object, Object> agentSide) {
    hook = agentSide;
  }

  /** Disconnects the agent; patched classes behave as if they were not patched. */
  public static void disconnect() {
    hook = null;
  }
}
