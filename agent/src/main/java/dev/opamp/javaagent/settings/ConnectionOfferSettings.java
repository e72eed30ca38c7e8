package dev.opamp.javaagent.settings;

import org.jspecify.annotations.Nullable;

/** What a server may do to the connection to itself; set locally alone. Immutable. */
public final class ConnectionOfferSettings {

  private final boolean enabled;
  private final @Nullable HostPatterns hosts;
  private final boolean insecureAllowed;
  private final boolean certificateRequested;

  /**
   * @param hosts null for any host
   */
  public ConnectionOfferSettings(
      boolean enabled,
      @Nullable HostPatterns hosts,
      boolean insecureAllowed,
      boolean certificateRequested) {
    this.enabled = enabled;
    this.hosts = hosts;
    this.insecureAllowed = insecureAllowed;
    this.certificateRequested = certificateRequested;
  }

  /** Every server that verifies itself, and no certificate is asked for. */
  public static ConnectionOfferSettings defaults() {
    return new ConnectionOfferSettings(true, null, false, false);
  }

  /** Whether offers about the connection are accepted at all. */
  public boolean enabled() {
    return enabled;
  }

  /** Whether the agent may be moved to a host. */
  public boolean allowsHost(String host) {
    return hosts == null || hosts.matches(host);
  }

  /** Whether an offer may give up TLS, or the verification of the server. */
  public boolean insecureAllowed() {
    return insecureAllowed;
  }

  /** Whether the server is asked for a client certificate. */
  public boolean certificateRequested() {
    return certificateRequested;
  }
}
