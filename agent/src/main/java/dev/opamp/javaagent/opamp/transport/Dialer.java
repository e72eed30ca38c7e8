package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.net.ServerAddress;
import dev.opamp.javaagent.net.SocketConnector;
import dev.opamp.javaagent.net.TlsContexts;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Opens the socket of a WebSocket connection: look-up, TCP, proxy tunnel, TLS with the host name
 * checked. Nothing is kept between attempts, so a changed address or certificate is seen at once.
 */
final class Dialer {

  private final ConnectionSettings settings;
  private final Redirects redirects;
  private final RequestHeaders headers;
  private final SocketConnector connector;

  Dialer(ConnectionSettings settings, ServerAddress server, RequestHeaders headers) {
    this(settings, server, headers, InetAddress::getAllByName);
  }

  Dialer(
      ConnectionSettings settings,
      ServerAddress server,
      RequestHeaders headers,
      SocketConnector.NameLookup names) {
    this.settings = settings;
    this.redirects = new Redirects(server);
    this.headers = headers;
    this.connector = new SocketConnector(names);
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
    Socket tcp =
        connector.connect(
            settings.proxy(),
            settings.tls(),
            server.host(),
            server.port(),
            deadlineNanos,
            onSocket);
    tcp.setTcpNoDelay(true);
    tcp.setKeepAlive(true);
    tcp.setSoTimeout(SocketConnector.remainingMillis(deadlineNanos));
    return tls == null ? tcp : tls.handshake(tcp, server.host(), server.port());
  }
}
