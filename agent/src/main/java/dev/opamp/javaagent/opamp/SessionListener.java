package dev.opamp.javaagent.opamp;

import org.jspecify.annotations.Nullable;

/**
 * What happens to the session, for health and the agent's own telemetry. Called on the session's
 * thread; must not block.
 */
public interface SessionListener {

  /** The session moved to another state. */
  void onState(SessionState state, @Nullable String cause);

  /** A message was handed to the transport ({@code bytes}: protobuf size). */
  void onMessageSent(int bytes);

  /** A message was received and understood ({@code bytes}: protobuf size). */
  void onMessageReceived(int bytes);

  /** A connection attempt is being made. */
  void onConnectAttempt();
}
