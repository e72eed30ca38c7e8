package dev.opamp.javaagent.telemetry.prometheus;

import dev.opamp.javaagent.log.AgentLogger;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The connections of one listening socket: few at a time, none for long. A peer that sends or reads
 * too slowly is cut off, and one too many is closed at once.
 */
final class ScrapeConnections implements Closeable {

  private static final AgentLogger LOG = AgentLogger.get(ScrapeConnections.class);
  private static final int THREADS = 4;
  private static final int WAITING = 16;

  private final Function<ScrapeRequest, ScrapeAnswer> answers;
  private final long patience;
  private final Map<Socket, Long> open = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(WAITING),
          ScrapeThreads::daemon);

  ScrapeConnections(Function<ScrapeRequest, ScrapeAnswer> answers, Duration patience) {
    this.answers = answers;
    this.patience = patience.toNanos();
    executor.allowCoreThreadTimeOut(true);
  }

  void serve(Socket socket) {
    open.put(socket, System.nanoTime());
    try {
      executor.execute(() -> answer(socket));
    } catch (RejectedExecutionException e) {
      close(socket);
    }
  }

  boolean isIdle() {
    return open.isEmpty();
  }

  /** Cuts off what has been open for too long. */
  void closeOverdue() {
    long now = System.nanoTime();
    open.forEach(
        (socket, since) -> {
          if (now - since > patience) {
            close(socket);
          }
        });
  }

  private void answer(Socket socket) {
    try {
      ScrapeRequest request = ScrapeRequest.read(new BufferedInputStream(socket.getInputStream()));
      answers.apply(request).writeTo(new BufferedOutputStream(socket.getOutputStream()), request);
      socket.shutdownOutput();
    } catch (IOException e) {
      LOG.debug("a request for metrics was not answered: " + e.getMessage());
    } finally {
      close(socket);
    }
  }

  private void close(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("a connection could not be closed: " + e.getMessage());
    }
  }

  /** Ends when the requests that are being answered are. */
  @Override
  public void close() {
    executor.shutdown();
  }
}
