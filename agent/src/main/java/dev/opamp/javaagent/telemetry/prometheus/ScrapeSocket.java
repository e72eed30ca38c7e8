package dev.opamp.javaagent.telemetry.prometheus;

import dev.opamp.javaagent.log.AgentLogger;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket, and what it serves at present. Bound at once; nobody is answered before there
 * is something to serve, so that a change is prepared without being seen.
 */
final class ScrapeSocket {

  private static final AgentLogger LOG = AgentLogger.get(ScrapeSocket.class);
  private static final int LOOK_MILLIS = 1000;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int BACKLOG = 16;

  private final ScrapeAddress address;
  private final ServerSocket socket;
  private final ScrapeConnections connections = new ScrapeConnections(this::answer, PATIENCE);
  private volatile @Nullable Exposition exposition;
  private boolean started;

  /**
   * @throws IllegalArgumentException naming the host or the port when it cannot be bound
   */
  ScrapeSocket(ScrapeAddress address) {
    this.address = address;
    InetSocketAddress resolved = address.resolve();
    try {
      this.socket = new ServerSocket();
      this.socket.bind(resolved, BACKLOG);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "port " + address.port() + ": " + address + " cannot be listened on: " + e.getMessage(),
          e);
    }
  }

  /** The port that is listened on, also when any was asked for. */
  int port() {
    return socket.getLocalPort();
  }

  /** Serves something else from now on. */
  synchronized void serve(Exposition next) {
    exposition = next;
    if (!started) {
      started = true;
      ScrapeThreads.daemon(this::accept).start();
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        socket.setSoTimeout(connections.isIdle() ? 0 : LOOK_MILLIS);
        Socket connection = socket.accept();
        connections.serve(connection);
      } catch (SocketTimeoutException e) {
        connections.closeOverdue();
      } catch (IOException e) {
        failed(e);
      }
    }
    connections.close();
  }

  private void failed(IOException e) {
    if (!socket.isClosed()) {
      LOG.warn("serving metrics at " + address + " ends", e);
      close();
    }
  }

  private ScrapeAnswer answer(ScrapeRequest request) {
    Exposition current = exposition;
    if (!request.method.equals("GET") && !request.method.equals("HEAD")) {
      return ScrapeAnswer.text("405 Method Not Allowed", "only GET is answered here");
    }
    if (!request.path.equals("/metrics")) {
      return ScrapeAnswer.text("404 Not Found", "metrics are at /metrics");
    }
    if (current == null) {
      return ScrapeAnswer.text("503 Service Unavailable", "nothing is served at present");
    }
    try {
      return current.answer(request);
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("metrics could not be served to Prometheus", e);
      return ScrapeAnswer.text("500 Internal Server Error", "the metrics could not be collected");
    }
  }

  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("a listening socket could not be closed: " + e.getMessage());
    }
  }
}
