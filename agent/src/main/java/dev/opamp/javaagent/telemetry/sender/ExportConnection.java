package dev.opamp.javaagent.telemetry.sender;

import dev.opamp.javaagent.net.DeadlineInputStream;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A connection to a receiver, for one export after the other. Used by one thread at a time. */
final class ExportConnection {

  private static final int PROBE_MILLIS = 1;

  private final Socket tcp;
  private final boolean throughProxy;
  private final DeadlineInputStream timed;
  private final InputStream in;
  private final OutputStream out;
  private final int writableBytes;
  private long idleSinceNanos;

  /**
   * A connection that is ready for requests.
   *
   * @param tcp the socket below; closing it ends whatever is under way
   * @param socket the same socket, or TLS over it
   * @param throughProxy whether a proxy passes requests on, which are to name the server in full
   */
  ExportConnection(Socket tcp, Socket socket, boolean throughProxy) throws IOException {
    this.tcp = tcp;
    this.throughProxy = throughProxy;
    this.timed = new DeadlineInputStream(socket, socket.getInputStream(), System.nanoTime());
    this.in = new BufferedInputStream(timed);
    this.out = new BufferedOutputStream(socket.getOutputStream());
    this.writableBytes = tcp.getSendBufferSize() / 2;
  }

  Socket tcp() {
    return tcp;
  }

  boolean isThroughProxy() {
    return throughProxy;
  }

  /** Sends one request and reads its answer. After a failure the connection is of no use. */
  ReceivedAnswer exchange(
      ExportRequest request, long maxBytes, long deadlineNanos, ScheduledExecutorService timer)
      throws IOException {
    write(request, deadlineNanos, timer);
    timed.setDeadlineNanos(deadlineNanos);
    return ReceivedAnswer.read(in, maxBytes, deadlineNanos);
  }

  private void write(ExportRequest request, long deadlineNanos, ScheduledExecutorService timer)
      throws IOException {
    if (request.size() <= writableBytes) {
      // It fits into the buffer of the socket, so that nobody has to be waited for.
      request.writeTo(out);
      out.flush();
      return;
    }
    // Nothing else ends a write to somebody who does not read.
    Future<?> limit =
        timer.schedule(
            this::close, Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    try {
      request.writeTo(out);
      out.flush();
    } finally {
      limit.cancel(false);
    }
  }

  /** Marks it as one that waits for the next request. */
  void rest(long nowNanos) {
    idleSinceNanos = nowNanos;
  }

  long idleNanos(long nowNanos) {
    return nowNanos - idleSinceNanos;
  }

  /** Whether the other side has neither closed it nor said anything unasked. */
  boolean isUsable() {
    try {
      timed.setDeadlineNanos(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PROBE_MILLIS + 1));
      in.read();
      return false;
    } catch (SocketTimeoutException silent) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends it, from any thread. Not by TLS, whose farewell may wait for the other side. */
  void close() {
    try {
      tcp.close();
    } catch (IOException e) {
      // It is of no use either way.
    }
  }
}
