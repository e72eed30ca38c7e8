package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.opamp.SessionListener;
import dev.opamp.javaagent.opamp.SessionState;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands what happens to the session on to each of several listeners. */
final class SessionListeners implements SessionListener {

  private final List<SessionListener> listeners;

  SessionListeners(SessionListener... listeners) {
    this.listeners = Arrays.asList(listeners);
  }

  @Override
  public void onState(SessionState state, @Nullable String cause) {
    listeners.forEach(listener -> listener.onState(state, cause));
  }

  @Override
  public void onMessageSent(int bytes) {
    listeners.forEach(listener -> listener.onMessageSent(bytes));
  }

  @Override
  public void onMessageReceived(int bytes) {
    listeners.forEach(listener -> listener.onMessageReceived(bytes));
  }

  @Override
  public void onConnectAttempt() {
    listeners.forEach(SessionListener::onConnectAttempt);
  }
}
