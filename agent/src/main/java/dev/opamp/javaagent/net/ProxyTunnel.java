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
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A socket that reaches its address through a proxy: {@code CONNECT} of an HTTP proxy, which may
 * itself be spoken to over TLS, or SOCKS5. The proxy resolves the host name; what is sent later is
 * not seen by the proxy when it is TLS, and its credentials never reach the server.
 */
public final class ProxyTunnel extends DelegatingSocket {

  private static final int UNASKED_CONNECT_MILLIS = 10_000;
  private static final String SOCKS = "socks5";
  private static final Set<String> SCHEMES = new HashSet<>(Arrays.asList("http", "https", SOCKS));

  /** The tunnel itself says these. */
  private static final Set<String> RESERVED =
      new HashSet<>(Arrays.asList("host", "connection", "content-length", "transfer-encoding"));

  private final ProxySettings proxy;
  private final TlsSettings tls;

  private ProxyTunnel(ProxySettings proxy, TlsSettings tls) {
    super(new Socket(Proxy.NO_PROXY));
    this.proxy = proxy;
    this.tls = tls;
  }

  /** A socket not yet connected, which never asks the JVM's proxy settings. */
  public static Socket newSocket(@Nullable ProxySettings proxy) {
    return newSocket(proxy, TlsSettings.defaults());
  }

  /**
   * A socket not yet connected, which never asks the JVM's proxy settings.
   *
   * @param tls how an {@code https} proxy is spoken to: as the connection through it
   */
  public static Socket newSocket(@Nullable ProxySettings proxy, TlsSettings tls) {
    return proxy == null ? new Socket(Proxy.NO_PROXY) : new ProxyTunnel(proxy, tls);
  }

  /**
   * Checks that a proxy can be used.
   *
   * @throws IllegalArgumentException if it cannot, with the reason; never with a secret
   */
  public static void check(@Nullable ProxySettings proxy) {
    if (proxy == null) {
      return;
    }
    if (!SCHEMES.contains(scheme(proxy)) || proxy.url().getHost() == null) {
      throw new IllegalArgumentException(
          "proxy: expected http://, https:// or socks5://[user:password@]host:port");
    }
    for (Map.Entry<String, String> header : proxy.connectHeaders().entrySet()) {
      if (!header.getKey().matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
        throw new IllegalArgumentException("proxy: the name of a connect header is not valid");
      }
      if (!header.getValue().matches("[\\t\\x20-\\x7e]*")) {
        throw new IllegalArgumentException(
            "proxy: the value of connect header " + header.getKey() + " is not valid");
      }
    }
  }

  @Override
  public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
    int millis = timeoutMillis <= 0 ? UNASKED_CONNECT_MILLIS : timeoutMillis;
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try {
      delegate().connect(new InetSocketAddress(proxyHost(), proxyPort()), millis);
      int readTimeout = getSoTimeout();
      setSoTimeout(millis);
      if (scheme(proxy).equals("https")) {
        speakTls();
      }
      open((InetSocketAddress) endpoint, deadline);
      setSoTimeout(readTimeout);
    } catch (SocketTimeoutException e) {
      close();
      throw new IOException("proxy: it did not answer in time", e);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void speakTls() throws IOException {
    SSLSocket secured =
        (SSLSocket)
            TlsContexts.of(tls)
                .socketFactory()
                .createSocket(delegate(), proxyHost(), proxyPort(), true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    become(secured);
  }

  private void open(InetSocketAddress target, long deadline) throws IOException {
    if (scheme(proxy).equals(SOCKS)) {
      new Socks5(getInputStream(), getOutputStream(), deadline)
          .connect(target.getHostString(), target.getPort(), proxy.url().getUserInfo());
    } else {
      sendConnect(target);
      int status = HttpHead.read(getInputStream(), deadline).status();
      if (status < 200 || status > 299) {
        throw new IOException("proxy: it refused the tunnel with status " + status);
      }
    }
  }

  private void sendConnect(InetSocketAddress target) throws IOException {
    String host = target.getHostString();
    String authority = (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + target.getPort();
    StringBuilder request = new StringBuilder();
    request.append("CONNECT ").append(authority).append(" HTTP/1.1\r\n");
    request.append("Host: ").append(authority).append("\r\n");
    boolean authorized = false;
    for (Map.Entry<String, String> header : proxy.connectHeaders().entrySet()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!RESERVED.contains(name)) {
        request.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        authorized |= name.equals("proxy-authorization");
      }
    }
    String userInfo = proxy.url().getUserInfo();
    if (userInfo != null && !authorized) {
      request.append("Proxy-Authorization: ").append(BasicAuthorization.of(userInfo));
      request.append("\r\n");
    }
    OutputStream out = getOutputStream();
    out.write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** An IPv6 address without brackets. */
  private String proxyHost() {
    String host = proxy.url().getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private int proxyPort() {
    int port = proxy.url().getPort();
    if (port >= 0) {
      return port;
    }
    switch (scheme(proxy)) {
      case "https":
        return 443;
      case SOCKS:
        return 1080;
      default:
        return 80;
    }
  }

  private static String scheme(ProxySettings proxy) {
    URI url = proxy.url();
    return String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
  }
}
