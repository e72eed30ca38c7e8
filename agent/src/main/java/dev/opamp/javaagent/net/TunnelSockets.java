package dev.opamp.javaagent.net;

import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the sockets of one HTTP client, through its proxy if there is one. OkHttp asks for
 * unconnected sockets alone; a version of it that asked otherwise would bypass the tunnel, so that
 * is refused rather than served.
 */
public final class TunnelSockets extends SocketFactory {

  private final @Nullable ProxySettings proxy;
  private final TlsSettings tls;

  /**
   * Sockets that ask no proxy settings of the JVM.
   *
   * @param tls how an {@code https} proxy is spoken to: as the connection through it
   */
  public TunnelSockets(@Nullable ProxySettings proxy, TlsSettings tls) {
    this.proxy = proxy;
    this.tls = tls;
  }

  @Override
  public Socket createSocket() {
    return ProxyTunnel.newSocket(proxy, tls);
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException();
  }
}
