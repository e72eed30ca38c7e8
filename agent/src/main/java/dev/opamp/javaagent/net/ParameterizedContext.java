package dev.opamp.javaagent.net;

import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * A context whose sockets and engines have their versions, cipher suites and host name check set.
 * Libraries that take a context and nothing else are thereby held to the settings too.
 */
final class ParameterizedContext extends SSLContext {

  ParameterizedContext(SSLContext context, TlsParameters parameters) {
    super(new Spi(context, parameters), context.getProvider(), context.getProtocol());
  }

  private static final class Spi extends SSLContextSpi {
    private final SSLContext context;
    private final TlsParameters parameters;

    private Spi(SSLContext context, TlsParameters parameters) {
      this.context = context;
      this.parameters = parameters;
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {
      throw new UnsupportedOperationException("this context is complete");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return new ParameterizedSocketFactory(context.getSocketFactory(), parameters);
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      throw new UnsupportedOperationException("this context is for clients");
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      return set(context.createSSLEngine());
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      return set(context.createSSLEngine(host, port));
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      return context.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      return context.getClientSessionContext();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
      return createdEngineParameters();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
      return context.getSupportedSSLParameters();
    }

    private SSLParameters createdEngineParameters() {
      SSLEngine engine = context.createSSLEngine();
      engine.setUseClientMode(true);
      return set(engine).getSSLParameters();
    }

    private SSLEngine set(SSLEngine engine) {
      parameters.applyTo(engine);
      return engine;
    }
  }
}
