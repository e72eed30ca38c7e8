package dev.opamp.javaagent.net;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A socket that reaches its address through a proxy: {@code CONNECT} of an HTTP proxy, which may
 * itself be spoken to over TLS, or SOCKS5. The proxy resolves the host name; what is sent later is
 * not seen by the proxy when it is TLS, and its credentials never reach the server.
 */
public final class ProxyTunnel extends Socket {

  private static final int UNASKED_CONNECT_MILLIS = 10_000;

  private final ProxySettings proxy;
  private final TlsSettings tls;

  /** What an {@code https} proxy is spoken to with; its streams take the place of this socket's. */
  private volatile @Nullable SSLSocket secured;

  private ProxyTunnel(ProxySettings proxy, TlsSettings tls) {
    super(Proxy.NO_PROXY);
    this.proxy = proxy;
    this.tls = tls;
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
    if (proxy != null) {
      ProxyAddress.of(proxy.url());
      ConnectRequest.check(proxy);
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
    ProxyAddress via = ProxyAddress.of(proxy.url());
    try {
      super.connect(new InetSocketAddress(via.host(), via.port()), millis);
      int readTimeout = getSoTimeout();
      setSoTimeout(remainingMillis(deadline));
      if (via.isSecure()) {
        secured = TlsContexts.of(tls).handshake(this, via.host(), via.port());
      }
      open(via, (InetSocketAddress) endpoint, deadline);
      setSoTimeout(readTimeout);
    } catch (SocketTimeoutException e) {
      close();
      throw new IOException("proxy: it did not answer in time", e);
    } catch (EOFException e) {
      close();
      throw new IOException("proxy: it closed the connection", e);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void open(ProxyAddress via, InetSocketAddress target, long deadline) throws IOException {
    InputStream in = new Hurried(getInputStream(), deadline);
    OutputStream out = getOutputStream();
    if (via.isSocks()) {
      new Socks5(new DataInputStream(in), out)
          .connect(target.getHostString(), target.getPort(), proxy.url().getUserInfo());
      return;
    }
    out.write(ConnectRequest.bytes(proxy, target));
    out.flush();
    int status = HttpHead.read(in, deadline).status();
    if (status < 200 || status > 299) {
      throw new IOException("proxy: it refused the tunnel with status " + status);
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    SSLSocket outer = secured;
    return outer == null ? super.getInputStream() : outer.getInputStream();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    SSLSocket outer = secured;
    return outer == null ? super.getOutputStream() : outer.getOutputStream();
  }

  private static int remainingMillis(long deadline) throws SocketTimeoutException {
    long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (millis <= 0) {
      throw new SocketTimeoutException("proxy: no time left");
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  /** Each read has what is left of the time, so that a trickling proxy cannot stretch it. */
  private final class Hurried extends FilterInputStream {
    private final long deadline;

    private Hurried(InputStream in, long deadline) {
      super(in);
      this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
      setSoTimeout(remainingMillis(deadline));
      return super.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      setSoTimeout(remainingMillis(deadline));
      return super.read(buffer, offset, length);
    }
  }
}
