package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.net.TlsContexts;
import dev.opamp.javaagent.net.TunnelSockets;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Makes an HTTP client that repeats nothing, follows nothing, remembers nothing and asks the JVM
 * for no proxy: what is sent is what the transport decided to send.
 */
final class HttpClients {

  private static final int KEEP_ALIVE_SECONDS = 60;
  private static final byte[] UNUSED_ADDRESS = {0, 0, 0, 0};

  private final ConnectionSettings settings;
  private final HttpTimeouts timeouts;

  HttpClients(ConnectionSettings settings, HttpTimeouts timeouts) {
    this.settings = settings;
    this.timeouts = timeouts;
  }

  /** Reads the TLS files anew. */
  TlsContexts tls(Target target) throws IOException {
    return TlsContexts.of(target.tls(settings.tls()));
  }

  /**
   * Makes a client; host names are looked up with each connection.
   *
   * @param tls null for plain text
   */
  OkHttpClient create(@Nullable TlsContexts tls) {
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .protocols(Collections.singletonList(Protocol.HTTP_1_1))
            .proxy(Proxy.NO_PROXY)
            .socketFactory(new TunnelSockets(settings.proxy(), settings.tls()))
            .connectionPool(new ConnectionPool(1, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS))
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .fastFallback(false)
            .connectTimeout(millis(settings.connectTimeout()), TimeUnit.MILLISECONDS)
            .readTimeout(0, TimeUnit.SECONDS)
            .writeTimeout(10, TimeUnit.SECONDS)
            .callTimeout(millis(timeouts.exchange()), TimeUnit.MILLISECONDS);
    if (settings.proxy() != null) {
      builder.dns(resolvedByProxy());
    }
    if (tls != null) {
      builder
          .sslSocketFactory(tls.socketFactory(), tls.trustManager())
          .connectionSpecs(Collections.singletonList(asTheSocketsAre()));
      if (!tls.parameters().verifiesHostName()) {
        builder.hostnameVerifier((host, session) -> true);
      }
    } else {
      builder.connectionSpecs(Collections.singletonList(ConnectionSpec.CLEARTEXT));
    }
    return builder.build();
  }

  /** Versions and cipher suites are set on the sockets already; the library is not to choose. */
  private static ConnectionSpec asTheSocketsAre() {
    return new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
        .allEnabledTlsVersions()
        .allEnabledCipherSuites()
        .build();
  }

  /** The library takes no more than this many. */
  private static long millis(Duration time) {
    return Math.min(Integer.MAX_VALUE, time.toMillis());
  }

  /** Carries the name, with an address nobody uses, to the tunnel. */
  private static Dns resolvedByProxy() {
    return host -> Collections.singletonList(InetAddress.getByAddress(host, UNUSED_ADDRESS));
  }
}
