package dev.opamp.javaagent.config;

import java.util.Collections;
import java.util.Map;

/**
 * An {@link SdkTarget} that the agent itself built and has to look after. JDK types only, as for
 * its parent.
 */
public interface ManagedSdk extends SdkTarget {

  /**
   * Builds every part of what is in force once more, and touches nothing live: the change replaces
   * each part by its like.
   *
   * @throws ConfigRejectedException when that fails; nothing is left behind
   */
  PreparedChange prepareAnew() throws ConfigRejectedException;

  /** Returns what health shows of the SDK beside its signals; empty for one of the agent's own. */
  default Map<String, Object> about() {
    return Collections.emptyMap();
  }

  /**
   * Exports what is buffered.
   *
   * @return whether all of it was delivered in time
   */
  boolean flush(long millis);

  /**
   * Switches everything off and delivers what is buffered.
   *
   * @return whether all of it was delivered in time
   */
  boolean close(long millis);

  /**
   * Returns the instrumentation scopes in use, by name a map with {@code metadata} (Map of text)
   * and {@code components} (Map of such maps by name), to any depth.
   */
  Map<String, Object> scopes();

  /**
   * Returns, for each signal, a map with the counts {@code exported}, {@code failed} and {@code
   * dropped} (Long) and {@code last_error} (String, absent while exports succeed); and {@code
   * pipelines}, a list with such a map for each pipeline in force, which has also {@code name}
   * (String), {@code attributes} (Map, free of secrets) and {@code last_success_unix_nano} (Long,
   * absent before the first success).
   */
  Map<String, Object> stats();
}
