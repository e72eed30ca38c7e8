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

  private final ConnectionSettings settings;
  private final ServerAddress server;
  private final RequestHeaders headers;

  Dialer(ConnectionSettings settings, ServerAddress server, RequestHeaders headers) {
    this.settings = settings;
    this.server = server;
    this.headers = headers;
  }

  ByteBuffer upgradeRequest(OpampDraft draft) {
    return draft.upgradeRequest(server, headers);
  }

  /**
   * Dials until the deadline.
   *
   * @param onSocket gets each TCP socket before it is connected, so that it can be closed meanwhile
   */
  Socket dial(long deadlineNanos, Consumer<Socket> onSocket) throws IOException {
    TlsContexts tls = server.isSecure() ? TlsContexts.of(settings.tls()) : null;
    Socket tcp = connect(deadlineNanos, onSocket);
    tcp.setTcpNoDelay(true);
    tcp.setKeepAlive(true);
    tcp.setSoTimeout(remainingMillis(deadlineNanos));
    return tls == null ? tcp : tls.handshake(tcp, server.host(), server.port());
  }

  private Socket connect(long deadlineNanos, Consumer<Socket> onSocket) throws IOException {
    ProxySettings proxy = settings.proxy();
    if (proxy != null) {
      InetSocketAddress named = InetSocketAddress.createUnresolved(server.host(), server.port());
      return connect(ProxyTunnel.newSocket(proxy), named, deadlineNanos, onSocket);
    }
    IOException failure = null;
    for (InetAddress address : InetAddress.getAllByName(server.host())) {
      try {
        InetSocketAddress to = new InetSocketAddress(address, server.port());
        return connect(ProxyTunnel.newSocket(null), to, deadlineNanos, onSocket);
      } catch (IOException e) {
        failure = first(failure, e);
      }
    }
    throw failure == null ? new IOException("the host name has no address") : failure;
  }

  private static Socket connect(
      Socket socket, InetSocketAddress to, long deadlineNanos, Consumer<Socket> onSocket)
      throws IOException {
    onSocket.accept(socket);
    try {
      socket.connect(to, remainingMillis(deadlineNanos));
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
