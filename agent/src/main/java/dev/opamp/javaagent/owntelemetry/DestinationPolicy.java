package dev.opamp.javaagent.owntelemetry;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Local say over where the agent's own telemetry may go; no offer can widen it. */
@FunctionalInterface
public interface DestinationPolicy {

  /**
   * Returns why a destination is refused, or null when it is allowed. The reason goes to the
   * server: it names the setting that would allow it, never user-info or query of the URL.
   */
  @Nullable String refusal(URI endpoint);

  /** Whether a destination may be used without checking who it is. */
  default boolean allowsInsecureTls() {
    return false;
  }
}
