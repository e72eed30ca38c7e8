package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.net.ServerAddress;
import dev.opamp.javaagent.opamp.CloseCause;
import dev.opamp.javaagent.opamp.OpampTransport;
import dev.opamp.javaagent.opamp.TransportListener;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** OpAMP over WebSocket; at most one connection at a time. */
final class WebSocketTransport implements OpampTransport {

  private static final AgentLogger LOG = AgentLogger.get(WebSocketTransport.class);

  private final Dialer dialer;
  private final WebSocketLimits limits;
  private final TransportListener listener;
  private final TransportTimer timer;
  private @Nullable WebSocketConnection current;

  WebSocketTransport(
      ConnectionSettings settings,
      ServerAddress server,
      RequestHeaders headers,
      TransportListener listener,
      WebSocketLimits limits,
      TransportTimer timer) {
    this.timer = timer;
    this.dialer = new Dialer(settings, server, headers);
    this.limits = limits;
    this.listener = listener;
  }

  @Override
  public boolean isHalfDuplex() {
    return false;
  }

  @Override
  public synchronized void connect(long epoch) {
    endCurrent("replaced by a new connection");
    WebSocketConnection next =
        new WebSocketConnection(dialer, limits, new EpochEvents(epoch, listener), timer);
    current = next;
    guard(next, WebSocketConnection::start);
  }

  @Override
  public void send(long epoch, AgentToServer message) {
    guard(connection(epoch), connection -> connection.send(message));
  }

  @Override
  public void disconnect(long epoch, AgentToServer farewell) {
    guard(connection(epoch), connection -> connection.disconnect(farewell));
  }

  @Override
  public void abort(long epoch, int closeCode, String reason) {
    guard(connection(epoch), connection -> connection.abort(closeCode, reason));
  }

  @Override
  public synchronized void shutdown() {
    endCurrent("shut down");
  }

  private void endCurrent(String reason) {
    WebSocketConnection old = current;
    if (old != null) {
      old.end(new CloseCause(CloseCause.Kind.LOCAL, 0, reason, null));
    }
    current = null;
  }

  private synchronized @Nullable WebSocketConnection connection(long epoch) {
    WebSocketConnection connection = current;
    return connection != null && connection.epoch() == epoch ? connection : null;
  }

  /** Does nothing without a connection of that epoch: its end has been reported already. */
  private static void guard(
      @Nullable WebSocketConnection connection, Consumer<WebSocketConnection> action) {
    if (connection == null) {
      return;
    }
    try {
      action.accept(connection);
    } catch (Throwable failure) {
      LOG.warn("The WebSocket connection is given up", failure);
      connection.end(FailedConnectionException.causeOf(failure));
    }
  }
}
