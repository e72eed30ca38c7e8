package dev.opamp.javaagent.settings;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a remote configuration may do; set locally, never changed by the server. Immutable. */
public final class RemoteConfigSettings {

  private final boolean enabled;
  private final boolean partial;
  private final @Nullable HostPatterns destinations;
  private final Set<Power> allowed;

  /**
   * @param destinations null for the default, which only the start-up configuration can tell
   */
  public RemoteConfigSettings(
      boolean enabled, boolean partial, @Nullable HostPatterns destinations, Set<Power> allowed) {
    this.enabled = enabled;
    this.partial = partial;
    this.destinations = destinations;
    this.allowed = allowed;
  }

  /** Whether offers are accepted at all. */
  public boolean enabled() {
    return enabled;
  }

  /** Whether an offer that cannot be honoured in full is applied in part. */
  public boolean partial() {
    return partial;
  }

  /**
   * Hosts a remote configuration may export to; null when not set, and then it is the hosts of the
   * start-up configuration and of the OpAMP server.
   */
  public @Nullable HostPatterns destinations() {
    return destinations;
  }

  /** Whether a dangerous power is granted. */
  public boolean allows(Power power) {
    return allowed.contains(power);
  }
}
