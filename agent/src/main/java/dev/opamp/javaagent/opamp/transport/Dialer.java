package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.net.ProxySettings;
import dev.opamp.javaagent.net.ProxyTunnel;
import dev.opamp.javaagent.net.ServerAddress;
import dev.opamp.javaagent.net.TlsContexts;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Opens the socket of a WebSocket connection: look-up, TCP, proxy tunnel, TLS with the host name
 * checked. Nothing is kept between attempts, so a changed address or certificate is seen at once.
 */
final class Dialer {

  /** Looks host names up. */
  interface NameLookup {
    InetAddress[] addressesOf(String host) throws IOException;
  }

  private final ConnectionSettings settings;
  private final Redirects redirects;
  private final RequestHeaders headers;
  private final NameLookup names;

  Dialer(ConnectionSettings settings, ServerAddress server, RequestHeaders headers) {
    this(settings, server, headers, InetAddress::getAllByName);
  }

  Dialer(
      ConnectionSettings settings, ServerAddress server, RequestHeaders headers, NameLookup names) {
    this.settings = settings;
    this.redirects = new Redirects(server);
    this.headers = headers;
    this.names = names;
  }

  Redirects.Attempt begin() {
    return redirects.begin();
  }

  /** The request; made before dialing, so that a missing token costs no connection. */
  ByteBuffer upgradeRequest(OpampDraft draft, Target target) throws IOException {
    return draft.upgradeRequest(target.address(), headers.forTarget(target));
  }

  /**
   * Dials until the deadline.
   *
   * @param onSocket gets each TCP socket before it is connected, so that it can be closed meanwhile
   */
  Socket dial(Target target, long deadlineNanos, Consumer<Socket> onSocket) throws IOException {
    ServerAddress server = target.address();
    TlsContexts tls = server.isSecure() ? TlsContexts.of(target.tls(settings.tls())) : null;
    Socket tcp = connect(server, deadlineNanos, onSocket);
    tcp.setTcpNoDelay(true);
    tcp.setKeepAlive(true);
    tcp.setSoTimeout(remainingMillis(deadlineNanos));
    return tls == null ? tcp : tls.handshake(tcp, server.host(), server.port());
  }

  private Socket connect(ServerAddress server, long deadlineNanos, Consumer<Socket> onSocket)
      throws IOException {
    ProxySettings proxy = settings.proxy();
    if (proxy != null) {
      InetSocketAddress named = InetSocketAddress.createUnresolved(server.host(), server.port());
      int millis = remainingMillis(deadlineNanos);
      return connect(ProxyTunnel.newSocket(proxy, settings.tls()), named, millis, onSocket);
    }
    IOException failure = null;
    InetAddress[] addresses = names.addressesOf(server.host());
    for (int i = 0; i < addresses.length; i++) {
      try {
        InetSocketAddress to = new InetSocketAddress(addresses[i], server.port());
        // An address that never answers leaves the others their share of the time.
        int millis = Math.max(1, remainingMillis(deadlineNanos) / (addresses.length - i));
        return connect(ProxyTunnel.newSocket(null, settings.tls()), to, millis, onSocket);
      } catch (IOException e) {
        failure = first(failure, e);
      }
    }
    throw failure == null ? new IOException("the host name has no address") : failure;
  }

  private static Socket connect(
      Socket socket, InetSocketAddress to, int millis, Consumer<Socket> onSocket)
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

  private static IOException first(@Nullable IOException earlier, IOException latest) {
    return earlier == null ? latest : earlier;
  }

  private static int remainingMillis(long deadlineNanos) throws IOException {
    long millis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    if (millis <= 0) {
      throw new IOException("no connection in time");
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }
}
