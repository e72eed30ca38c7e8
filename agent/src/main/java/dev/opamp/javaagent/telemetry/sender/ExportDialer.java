package dev.opamp.javaagent.telemetry.sender;

import dev.opamp.javaagent.net.ProxySettings;
import dev.opamp.javaagent.net.ReloadingTls;
import dev.opamp.javaagent.net.ServerAddress;
import dev.opamp.javaagent.net.SocketConnector;
import dev.opamp.javaagent.net.TlsSettings;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Connects to one receiver: through a proxy if there is one, and over TLS if that is asked for. */
final class ExportDialer {

  private final HttpSenderConfig config;
  private final ServerAddress server;
  private final @Nullable ExportRoute route;
  private final JvmProxies jvmProxies;
  private final SocketConnector connector = new SocketConnector(InetAddress::getAllByName);
  private @Nullable ReloadingTls defaults;

  ExportDialer(HttpSenderConfig config, ServerAddress server) {
    this.config = config;
    this.server = server;
    this.route = ExportRoute.of(config);
    this.jvmProxies = new JvmProxies(config.getEndpoint(), server, connector);
  }

  /**
   * Connects until the deadline.
   *
   * @param onSocket gets each socket before it is connected; closing it ends the handshake, too
   */
  ExportConnection dial(long deadlineNanos, Consumer<? super Socket> onSocket) throws IOException {
    long connectDeadline = connectDeadline(deadlineNanos);
    ProxySettings proxy = route == null ? null : route.proxy();
    JvmProxies.Connected connected =
        proxy == null
            ? jvmProxies.connect(ExportRoute.selector(config), connectDeadline, onSocket)
            : new JvmProxies.Connected(through(proxy, connectDeadline, onSocket), false);
    Socket tcp = connected.socket();
    ExportConnection connection = null;
    try {
      tcp.setTcpNoDelay(true);
      Socket socket = server.isSecure() ? secure(tcp) : tcp;
      connection = new ExportConnection(tcp, socket, connected.isForwarded());
      return connection;
    } finally {
      if (connection == null) {
        tcp.close();
      }
    }
  }

  private long connectDeadline(long deadlineNanos) {
    Duration limit = config.getConnectTimeout();
    // Zero is no limit of its own.
    return limit.isZero() || limit.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) > 0
        ? deadlineNanos
        : earlier(deadlineNanos, System.nanoTime() + limit.toNanos());
  }

  private static long earlier(long oneNanos, long otherNanos) {
    return oneNanos - otherNanos < 0 ? oneNanos : otherNanos;
  }

  private Socket through(ProxySettings proxy, long deadlineNanos, Consumer<? super Socket> onSocket)
      throws IOException {
    TlsSettings tls = route == null ? TlsSettings.defaults() : route.settings();
    return connector.connect(proxy, tls, server.host(), server.port(), deadlineNanos, onSocket);
  }

  private Socket secure(Socket tcp) throws IOException {
    ReloadingTls files = route == null ? null : route.tls();
    SSLContext given = config.getSslContext();
    if (files == null && given != null) {
      return handshake(given, tcp);
    }
    ReloadingTls tls = files == null ? defaults() : files;
    return tls.handshake(tcp, server.host(), server.port());
  }

  private Socket handshake(SSLContext context, Socket tcp) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(tcp, server.host(), server.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** The CAs of the JVM; read for the first connection that needs them. */
  private synchronized ReloadingTls defaults() throws IOException {
    ReloadingTls known = defaults;
    if (known == null) {
      known = ReloadingTls.of(TlsSettings.defaults());
      defaults = known;
    }
    return known;
  }
}
