package dev.opamp.javaagent.opamp;

import static dev.opamp.javaagent.opamp.SessionState.BACKING_OFF;
import static dev.opamp.javaagent.opamp.SessionState.CLOSED;
import static dev.opamp.javaagent.opamp.SessionState.CLOSING;
import static dev.opamp.javaagent.opamp.SessionState.CONNECTING;
import static dev.opamp.javaagent.opamp.SessionState.READY;
import static dev.opamp.javaagent.opamp.SessionState.STOPPED;
import static dev.opamp.javaagent.opamp.SessionState.SYNCING;

import dev.opamp.javaagent.log.AgentLogger;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The state, the legal moves between states, and who is told about a move. */
final class SessionLifecycle {

  private static final AgentLogger LOG = AgentLogger.get(SessionLifecycle.class);
  private static final int MAX_CAUSES_LOGGED = 8;
  private static final Map<SessionState, EnumSet<SessionState>> LEGAL = legalMoves();

  private final SessionListener listener;
  private final Set<String> causesLogged = new HashSet<>();
  private SessionState state = STOPPED;

  SessionLifecycle(SessionListener listener) {
    this.listener = listener;
  }

  SessionState state() {
    return state;
  }

  /** Whether messages are exchanged. */
  boolean isOpen() {
    return state == SYNCING || state == READY;
  }

  void moveTo(SessionState next, @Nullable String cause) {
    EnumSet<SessionState> legal = LEGAL.get(state);
    if (legal == null || !legal.contains(next)) {
      throw new IllegalStateException("no move from " + state + " to " + next);
    }
    LOG.debug(state + " -> " + next + (cause == null ? "" : " (" + cause + ")"));
    state = next;
    if (next == BACKING_OFF && cause != null) {
      logOutage(cause);
    }
    Contained.run("session listener", () -> listener.onState(next, cause));
  }

  void connectAttempt() {
    Contained.run("session listener", listener::onConnectAttempt);
  }

  /** The connection works; the next trouble is news again. */
  void proved() {
    if (!causesLogged.isEmpty()) {
      LOG.warn("connected to the OpAMP server again");
    }
    causesLogged.clear();
  }

  /** Each cause once per outage, however often it comes back. */
  private void logOutage(String cause) {
    if (causesLogged.size() < MAX_CAUSES_LOGGED && causesLogged.add(cause)) {
      LOG.warn("no connection to the OpAMP server, will try again: " + cause);
    }
  }

  private static Map<SessionState, EnumSet<SessionState>> legalMoves() {
    Map<SessionState, EnumSet<SessionState>> legal = new EnumMap<>(SessionState.class);
    legal.put(STOPPED, EnumSet.of(CONNECTING, CLOSED));
    legal.put(CONNECTING, EnumSet.of(SYNCING, BACKING_OFF, CLOSED));
    legal.put(SYNCING, EnumSet.of(READY, BACKING_OFF, CLOSING));
    legal.put(READY, EnumSet.of(BACKING_OFF, CLOSING));
    legal.put(BACKING_OFF, EnumSet.of(CONNECTING, CLOSING, CLOSED));
    legal.put(CLOSING, EnumSet.of(CLOSED));
    legal.put(CLOSED, EnumSet.noneOf(SessionState.class));
    return legal;
  }
}
