package dev.opamp.javaagent.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Connects sockets: name look-up and all addresses of the name, or a proxy that looks it up. The
 * JVM's proxy settings are not asked.
 */
public final class SocketConnector {

  /** Looks host names up. */
  public interface NameLookup {
    /** Returns all addresses of a name, those to be tried first in front. */
    InetAddress[] addressesOf(String host) throws IOException;
  }

  private final NameLookup names;

  public SocketConnector(NameLookup names) {
    this.names = names;
  }

  /**
   * Connects until the deadline.
   *
   * @param proxy null for a direct connection
   * @param tls how an {@code https} proxy is spoken to
   * @param deadlineNanos {@code System.nanoTime()} at which it is given up
   * @param onSocket gets each socket before it is connected, so that it can be closed meanwhile
   */
  public Socket connect(
      @Nullable ProxySettings proxy,
      TlsSettings tls,
      String host,
      int port,
      long deadlineNanos,
      Consumer<? super Socket> onSocket)
      throws IOException {
    if (proxy != null) {
      InetSocketAddress named = InetSocketAddress.createUnresolved(host, port);
      int millis = remainingMillis(deadlineNanos);
      return connect(ProxyTunnel.newSocket(proxy, tls), named, millis, onSocket);
    }
    IOException failure = null;
    InetAddress[] addresses = names.addressesOf(host);
    for (int i = 0; i < addresses.length; i++) {
      try {
        InetSocketAddress to = new InetSocketAddress(addresses[i], port);
        // An address that never answers leaves the others their share of the time.
        int millis = Math.max(1, remainingMillis(deadlineNanos) / (addresses.length - i));
        return connect(ProxyTunnel.newSocket(null, tls), to, millis, onSocket);
      } catch (IOException e) {
        failure = failure == null ? e : failure;
      }
    }
    throw failure == null ? new IOException("the host name has no address") : failure;
  }

  /** Connects one socket, and closes it when that fails. */
  public static Socket connect(
      Socket socket, InetSocketAddress to, int millis, Consumer<? super Socket> onSocket)
      throws IOException {
    onSocket.accept(socket);
    try {
      socket.connect(to, millis);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Milliseconds until a deadline, at least one.
   *
   * @throws IOException when it has passed
   */
  public static int remainingMillis(long deadlineNanos) throws IOException {
    long millis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    if (millis <= 0) {
      throw new IOException("no connection in time");
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }
}
