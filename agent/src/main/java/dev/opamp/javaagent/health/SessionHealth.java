package dev.opamp.javaagent.health;

import dev.opamp.javaagent.opamp.SessionListener;
import dev.opamp.javaagent.opamp.SessionState;
import org.jspecify.annotations.Nullable;

/**
 * The session as a health component. While it dials again after a failure the failure stays shown:
 * only an answer of the server clears it.
 */
public final class SessionHealth implements SessionListener {

  private final HealthComponent component;
  private boolean failed;

  public SessionHealth(HealthComponent component) {
    this.component = component;
  }

  @Override
  public void onState(SessionState state, @Nullable String cause) {
    switch (state) {
      case CONNECTING:
      case SYNCING:
        if (!failed) {
          component.starting();
        }
        break;
      case READY:
        failed = false;
        component.running();
        break;
      case BACKING_OFF:
        failed = true;
        component.failed(cause == null ? "connection lost" : cause);
        break;
      case CLOSING:
        component.stopping();
        break;
      case STOPPED:
      case CLOSED:
        component.stopped();
        break;
    }
  }

  @Override
  public void onMessageSent(int bytes) {}

  @Override
  public void onMessageReceived(int bytes) {}

  @Override
  public void onConnectAttempt() {}
}
