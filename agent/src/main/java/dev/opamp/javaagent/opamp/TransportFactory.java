package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.settings.ConnectionSettings;

/** Makes the transport an endpoint asks for. */
public interface TransportFactory {

  /**
   * Makes a transport that has not connected yet.
   *
   * @param listener gets its events, from any thread
   */
  OpampTransport create(ConnectionSettings settings, TransportListener listener);
}
