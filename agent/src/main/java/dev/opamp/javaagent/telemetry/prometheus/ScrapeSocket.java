package dev.opamp.javaagent.telemetry.prometheus;

import dev.opamp.javaagent.log.AgentLogger;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket. It is bound at once; nobody is answered before there is something to serve,
 * so that a change is prepared without being seen.
 */
final class ScrapeSocket {

  private static final AgentLogger LOG = AgentLogger.get(ScrapeSocket.class);
  private static final int LOOK_MILLIS = 1000;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int BACKLOG = 16;
  private static final int RETRY_MILLIS = 1000;

  private final ScrapeAddress address;
  private final ServerSocket socket;
  private final ScrapeContent content = new ScrapeContent();
  private final ScrapeConnections connections = new ScrapeConnections(this::answer, PATIENCE);
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean started;

  /** For the thread that accepts only. */
  private boolean failing;

  /**
   * Binds the socket.
   *
   * @param bound false for one that answers nobody
   * @throws IllegalArgumentException naming the host or the port when it cannot be bound
   */
  ScrapeSocket(ScrapeAddress address, boolean bound) {
    this(address, socket(address, bound));
  }

  /** Takes a socket that is bound. */
  ScrapeSocket(ScrapeAddress address, ServerSocket socket) {
    this.address = address;
    this.socket = socket;
  }

  private static ServerSocket socket(ScrapeAddress address, boolean bound) {
    InetSocketAddress resolved = address.resolve();
    try {
      ServerSocket socket = new ServerSocket();
      try {
        if (bound) {
          socket.bind(resolved, BACKLOG);
        }
        return socket;
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "port " + address.port() + " cannot be listened on: " + e.getMessage(), e);
    }
  }

  /** The port that is listened on, also when any was asked for. */
  int port() {
    return socket.getLocalPort();
  }

  /** What is served here. */
  ScrapeContent content() {
    return content;
  }

  /** Begins to answer. */
  synchronized void open() {
    if (!started && socket.isBound()) {
      started = true;
      ScrapeThreads.daemon(this::accept).start();
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        socket.setSoTimeout(connections.isIdle() ? 0 : LOOK_MILLIS);
        connections.serve(socket.accept());
        failing = false;
      } catch (SocketTimeoutException e) {
        connections.closeOverdue();
      } catch (IOException | RuntimeException | Error e) {
        failed(e);
      }
    }
    connections.close();
  }

  /** A process that has no file or thread left may have some later, so the socket stays. */
  private void failed(Throwable cause) {
    connections.closeOverdue();
    if (!socket.isClosed() && !failing) {
      LOG.warn("a request for metrics at " + address + " cannot be accepted for now", cause);
    }
    failing = true;
    try {
      closed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      LOG.debug("the wait for another attempt to accept was interrupted");
    }
  }

  private ScrapeAnswer answer(ScrapeRequest request) {
    if (!request.method.equals("GET") && !request.method.equals("HEAD")) {
      return ScrapeAnswer.text("405 Method Not Allowed", "only GET is answered here");
    }
    if (!request.path.equals("/metrics")) {
      return ScrapeAnswer.text("404 Not Found", "metrics are at /metrics");
    }
    try {
      @Nullable Exposition next = content.next(request.method.equals("GET"));
      return next == null
          ? ScrapeAnswer.text("503 Service Unavailable", "nothing is served at present")
          : next.answer(request);
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("metrics could not be served to Prometheus", e);
      return ScrapeAnswer.text("500 Internal Server Error", "the metrics could not be collected");
    }
  }

  void close() {
    content.end();
    closed.countDown();
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("a listening socket could not be closed: " + e.getMessage());
    }
  }
}
