package dev.opamp.javaagent.net;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** An {@link SSLContext} around a socket factory, for clients that take nothing else. */
final class ReloadingContext extends SSLContext {

  private ReloadingContext(SSLSocketFactory sockets, Provider provider) {
    super(new SocketsOnly(sockets), provider, "TLS");
  }

  static SSLContext of(SSLSocketFactory sockets) {
    try {
      return new ReloadingContext(sockets, SSLContext.getInstance("TLS").getProvider());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has TLS", e);
    }
  }

  /** Sockets of clients; no client of ours asks for more. */
  private static final class SocketsOnly extends SSLContextSpi {
    private final SSLSocketFactory sockets;

    private SocketsOnly(SSLSocketFactory sockets) {
      this.sockets = sockets;
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return sockets;
    }

    @Override
    protected void engineInit(
        KeyManager @Nullable [] keys,
        TrustManager @Nullable [] trust,
        @Nullable SecureRandom random) {
      throw new UnsupportedOperationException("this context is complete");
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      throw new UnsupportedOperationException("this context is for clients");
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      throw new UnsupportedOperationException("this context makes sockets only");
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      throw new UnsupportedOperationException("this context makes sockets only");
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      throw new UnsupportedOperationException("this context is for clients");
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      throw new UnsupportedOperationException("sessions belong to what the files held");
    }
  }
}
