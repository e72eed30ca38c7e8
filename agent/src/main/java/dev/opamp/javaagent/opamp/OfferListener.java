package dev.opamp.javaagent.opamp;

/**
 * What the rest of the agent learns from the server. Called one at a time on the session's thread:
 * implementations hand the work over and return at once.
 */
public interface OfferListener {

  /** A remote configuration arrived whose hash differs from the last one received. */
  void onRemoteConfig(RemoteConfigOffer offer);

  /** Destinations for the agent's own telemetry or for exporters arrived. */
  void onConnectionSettings(ConnectionSettingsOffer offer, ConnectionSettingsOutcome outcome);

  /** The server asked for a restart of the agent (never of the host). */
  void onRestart();
}
