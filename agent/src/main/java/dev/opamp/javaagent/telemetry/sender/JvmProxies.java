package dev.opamp.javaagent.telemetry.sender;

import dev.opamp.javaagent.net.ProxySettings;
import dev.opamp.javaagent.net.ServerAddress;
import dev.opamp.javaagent.net.SocketConnector;
import dev.opamp.javaagent.net.TlsSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reaches a receiver as the JVM's proxy settings, or another proxy selector, say. */
final class JvmProxies {

  private final URI endpoint;
  private final ServerAddress server;
  private final SocketConnector connector;

  JvmProxies(URI endpoint, ServerAddress server, SocketConnector connector) {
    this.endpoint = endpoint;
    this.server = server;
    this.connector = connector;
  }

  /** A connected socket. */
  static final class Connected {
    private final Socket socket;
    private final boolean forwarded;

    Connected(Socket socket, boolean forwarded) {
      this.socket = socket;
      this.forwarded = forwarded;
    }

    Socket socket() {
      return socket;
    }

    /** Whether it ends at a proxy that wants to be told the whole URL with each request. */
    boolean isForwarded() {
      return forwarded;
    }
  }

  /**
   * Tries what the selector names, one after the other.
   *
   * @param selector null for the JVM's
   */
  Connected connect(
      @Nullable ProxySelector selector, long deadlineNanos, Consumer<? super Socket> onSocket)
      throws IOException {
    ProxySelector asked = selector == null ? ProxySelector.getDefault() : selector;
    IOException failure = null;
    for (Proxy proxy : select(asked)) {
      try {
        return connect(proxy, deadlineNanos, onSocket);
      } catch (IOException e) {
        failure = failure == null ? e : failure;
        tell(asked, proxy, e);
      }
    }
    throw failure == null ? new IOException("the proxy settings name no way") : failure;
  }

  private List<Proxy> select(@Nullable ProxySelector selector) throws IOException {
    List<Proxy> proxies;
    try {
      proxies = selector == null ? null : selector.select(endpoint);
    } catch (RuntimeException e) {
      throw new IOException("the proxy selector failed: " + e.getClass().getName());
    }
    return proxies == null || proxies.isEmpty()
        ? Collections.singletonList(Proxy.NO_PROXY)
        : proxies;
  }

  private Connected connect(Proxy proxy, long deadlineNanos, Consumer<? super Socket> onSocket)
      throws IOException {
    if (proxy.type() == Proxy.Type.DIRECT) {
      return new Connected(direct(server.host(), server.port(), deadlineNanos, onSocket), false);
    }
    InetSocketAddress via = (InetSocketAddress) proxy.address();
    if (proxy.type() == Proxy.Type.SOCKS) {
      InetSocketAddress to = InetSocketAddress.createUnresolved(server.host(), server.port());
      int millis = SocketConnector.remainingMillis(deadlineNanos);
      return new Connected(SocketConnector.connect(new Socket(proxy), to, millis, onSocket), false);
    }
    if (server.isSecure()) {
      return new Connected(tunnel(via, deadlineNanos, onSocket), false);
    }
    return new Connected(direct(via.getHostString(), via.getPort(), deadlineNanos, onSocket), true);
  }

  private Socket direct(
      String host, int port, long deadlineNanos, Consumer<? super Socket> onSocket)
      throws IOException {
    return connector.connect(null, TlsSettings.defaults(), host, port, deadlineNanos, onSocket);
  }

  private Socket tunnel(
      InetSocketAddress via, long deadlineNanos, Consumer<? super Socket> onSocket)
      throws IOException {
    try {
      URI url = new URI("http", null, via.getHostString(), via.getPort(), null, null, null);
      return connector.connect(
          new ProxySettings(url, Collections.emptyMap()),
          TlsSettings.defaults(),
          server.host(),
          server.port(),
          deadlineNanos,
          onSocket);
    } catch (URISyntaxException e) {
      throw new IOException("the proxy settings name a host that is none", e);
    }
  }

  private void tell(@Nullable ProxySelector selector, Proxy proxy, IOException failure) {
    if (selector == null || proxy.type() == Proxy.Type.DIRECT) {
      return;
    }
    try {
      selector.connectFailed(endpoint, proxy.address(), failure);
    } catch (RuntimeException e) {
      // Whoever it belongs to: the failure itself is what counts.
      return;
    }
  }
}
