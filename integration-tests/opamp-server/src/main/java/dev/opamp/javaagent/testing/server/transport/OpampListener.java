package dev.opamp.javaagent.testing.server.transport;

import dev.opamp.javaagent.testing.server.fleet.AgentFleet;
import java.net.BindException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.jspecify.annotations.Nullable;

/** The port that agents connect to. */
public final class OpampListener {

  private static final Duration IDLE = Duration.ofMinutes(10);

  private static final Duration GOODBYE = Duration.ofSeconds(2);

  private final Server server;
  private final ServerConnector connector;
  private final ServerWebSocketContainer webSockets;
  private final Refusals refusals = new Refusals();

  /**
   * Prepares the port without opening it.
   *
   * @param port 0 for any free one
   * @param tls null for plain text
   * @param sizeLimit of a message in bytes, after decompression
   */
  public OpampListener(
      AgentFleet fleet,
      String host,
      int port,
      String path,
      SslContextFactory.@Nullable Server tls,
      int sizeLimit) {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("opamp-server");
    threads.setDaemon(true);
    server = new Server(threads);
    connector = tls == null ? new ServerConnector(server) : new ServerConnector(server, tls);
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE.toMillis());
    server.addConnector(connector);
    webSockets = webSockets(server, sizeLimit);
    MessageReceiver receiver = new MessageReceiver(fleet, Clock.systemUTC());
    server.setHandler(
        new OpampHandler(
            path, refusals, webSockets, receiver, new PlainHttpExchange(receiver, sizeLimit)));
  }

  /**
   * Opens the port.
   *
   * @throws BindException when the port is taken
   */
  public void start() throws Exception {
    server.start();
    // A restart has to come back on the same port.
    connector.setPort(connector.getLocalPort());
  }

  /** Says goodbye on every WebSocket (code 1001), then closes the port and every connection. */
  public void stop() throws Exception {
    List<Session> sessions = List.copyOf(webSockets.getOpenSessions());
    CountDownLatch open = new CountDownLatch(sessions.size());
    Callback closed = Callback.from(open::countDown, failure -> open.countDown());
    sessions.forEach(session -> session.close(StatusCode.SHUTDOWN, "server stops", closed));
    boolean inTime = open.await(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
    if (!inTime) {
      killConnections();
    }
    server.stop();
  }

  /** The open port. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Turning agents away. */
  public Refusals refusals() {
    return refusals;
  }

  /** Cuts every TCP connection without a goodbye. */
  public void killConnections() {
    connector.getConnectedEndPoints().forEach(EndPoint::close);
  }

  private static ServerWebSocketContainer webSockets(Server server, int sizeLimit) {
    ServerWebSocketContainer container = ServerWebSocketContainer.ensure(server);
    container.setMaxBinaryMessageSize(sizeLimit);
    container.setMaxFrameSize(sizeLimit);
    container.setIdleTimeout(IDLE);
    return container;
  }
}
