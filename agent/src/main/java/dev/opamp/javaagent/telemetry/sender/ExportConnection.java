package dev.opamp.javaagent.telemetry.sender;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/**
 * A connection to a receiver, for one export after the other. It has no limits of time: who uses it
 * closes its socket when it takes too long. Used by one thread at a time.
 */
final class ExportConnection {

  private static final int PROBE_MILLIS = 1;

  private final Socket tcp;
  private final Socket socket;
  private final boolean throughProxy;
  private final InputStream in;
  private final OutputStream out;
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
    this.socket = socket;
    this.throughProxy = throughProxy;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = new BufferedOutputStream(socket.getOutputStream());
  }

  Socket tcp() {
    return tcp;
  }

  /** Sends one request and reads its answer. After a failure the connection is of no use. */
  ReceivedAnswer exchange(ExportRequest request, long maxBytes, long deadlineNanos)
      throws IOException {
    request.writeTo(out, throughProxy);
    out.flush();
    return ReceivedAnswer.read(in, maxBytes, deadlineNanos);
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
      socket.setSoTimeout(PROBE_MILLIS);
      in.read();
      return false;
    } catch (SocketTimeoutException silent) {
      return isUnlimitedAgain();
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isUnlimitedAgain() {
    try {
      socket.setSoTimeout(0);
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
