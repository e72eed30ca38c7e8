package dev.opamp.javaagent.opamp;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a received message makes the session do. */
interface ProtocolActions {

  /** The message is for somebody else. */
  void foreign();

  /** The server did not like our message, and does not want it again. */
  void refused();

  /**
   * The server cannot serve us now.
   *
   * @param retryAfter how long it asks us to stay away, null when it does not say
   */
  void unavailable(@Nullable Duration retryAfter);

  /** The message is valid and for us; whatever we sent before has arrived. */
  void confirmed();

  void serverCapabilities(long capabilities);

  /** The server knows nothing, or too little: everything is to be told. */
  void fullReport();

  /** The server wants to know the available components, beyond their hash. */
  void components();

  /** A status that the session itself decides on. */
  void remoteConfigStatus(RemoteConfigStatusSnapshot status);
}
