package dev.opamp.javaagent.config;

import java.util.Map;

/**
 * An {@link SdkTarget} that the agent itself built and has to look after. JDK types only, as for
 * its parent.
 */
public interface ManagedSdk extends SdkTarget {

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
   * Returns, for each signal, a map with the counts {@code exported}, {@code failed} and {@code
   * dropped} (Long) and {@code last_error} (String, absent while exports succeed).
   */
  Map<String, Object> stats();
}
