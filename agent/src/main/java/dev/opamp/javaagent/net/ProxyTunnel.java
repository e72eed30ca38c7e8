package dev.opamp.javaagent.net;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A socket that reaches its address through {@code CONNECT} of an HTTP proxy. The proxy resolves
 * the host name; what is sent later is not seen by the proxy when it is TLS, and its credentials
 * never reach the server.
 */
public final class ProxyTunnel extends Socket {

  private static final int UNASKED_CONNECT_MILLIS = 10_000;

  private final ProxySettings proxy;

  ProxyTunnel(ProxySettings proxy) {
    super(Proxy.NO_PROXY);
    this.proxy = proxy;
  }

  /** A socket not yet connected, which never asks the JVM's proxy settings. */
  public static Socket newSocket(@Nullable ProxySettings proxy) {
    return proxy == null ? new Socket(Proxy.NO_PROXY) : new ProxyTunnel(proxy);
  }

  /**
   * Checks that a proxy can be used.
   *
   * @throws IllegalArgumentException if the proxy is neither null nor {@code http://host[:port]}
   */
  public static void check(@Nullable ProxySettings proxy) {
    if (proxy == null) {
      return;
    }
    URI url = proxy.url();
    if (!"http".equalsIgnoreCase(url.getScheme()) || url.getHost() == null) {
      throw new IllegalArgumentException(
          "otel.opamp.proxy: expected http://[user:password@]host:port");
    }
  }

  @Override
  public void connect(SocketAddress endpoint) throws IOException {
    connect(endpoint, 0);
  }

  @Override
  public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
    int millis = timeoutMillis <= 0 ? UNASKED_CONNECT_MILLIS : timeoutMillis;
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    ServerAddress via = ServerAddress.of(proxy.url());
    try {
      super.connect(new InetSocketAddress(via.host(), via.port()), millis);
      int readTimeout = getSoTimeout();
      setSoTimeout(millis);
      openTunnel((InetSocketAddress) endpoint, deadline);
      setSoTimeout(readTimeout);
    } catch (SocketTimeoutException e) {
      close();
      throw new IOException("otel.opamp.proxy: the proxy did not answer in time", e);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void openTunnel(InetSocketAddress target, long deadline) throws IOException {
    String host = target.getHostString();
    String authority = (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + target.getPort();
    StringBuilder request = new StringBuilder();
    request.append("CONNECT ").append(authority).append(" HTTP/1.1\r\n");
    request.append("Host: ").append(authority).append("\r\n");
    String userInfo = proxy.url().getUserInfo();
    if (userInfo != null) {
      request.append("Proxy-Authorization: ").append(BasicAuthorization.of(userInfo));
      request.append("\r\n");
    }
    OutputStream out = getOutputStream();
    out.write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    int status = HttpHead.read(getInputStream(), deadline).status();
    if (status < 200 || status > 299) {
      throw new IOException("otel.opamp.proxy: the proxy refused the tunnel with status " + status);
    }
  }
}
