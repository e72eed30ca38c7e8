package dev.opamp.javaagent.telemetry.sender;

import dev.opamp.javaagent.net.ReloadingTls;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import java.net.InetAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Makes the HTTP client of one exporter. It repeats nothing by itself, and follows no redirect:
 * headers with keys are meant for the receiver that was configured. How long an attempt may take is
 * set with each call.
 */
final class ExportClients {

  private static final byte[] UNUSED_ADDRESS = {0, 0, 0, 0};

  private ExportClients() {}

  static OkHttpClient create(HttpSenderConfig config, ExecutorService requests) {
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .dispatcher(new Dispatcher(requests))
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .connectTimeout(millis(config.getConnectTimeout()), TimeUnit.MILLISECONDS)
            .readTimeout(0, TimeUnit.SECONDS)
            .writeTimeout(0, TimeUnit.SECONDS);
    ExportRoute route = ExportRoute.of(config);
    if (route != null && route.hasProxy()) {
      tunnel(builder, route);
    } else if (route == null && config.getProxyOptions() != null) {
      selectProxy(builder, config.getProxyOptions());
    }
    if ("https".equalsIgnoreCase(config.getEndpoint().getScheme())) {
      secure(builder, config, route);
      if (route != null && route.insecure()) {
        builder.hostnameVerifier((host, session) -> true);
      }
    } else {
      builder.connectionSpecs(Collections.singletonList(ConnectionSpec.CLEARTEXT));
    }
    return builder.build();
  }

  /** The library takes no more than this many; zero is no limit for it too. */
  static long millis(Duration time) {
    return Math.min(Integer.MAX_VALUE, time.toMillis());
  }

  private static void selectProxy(OkHttpClient.Builder builder, ProxyOptions options) {
    builder.proxySelector(options.getProxySelector());
  }

  /** The proxy looks the name up: it is carried to the tunnel with an address nobody uses. */
  private static void tunnel(OkHttpClient.Builder builder, ExportRoute route) {
    Dns resolvedByProxy =
        host -> Collections.singletonList(InetAddress.getByAddress(host, UNUSED_ADDRESS));
    builder
        .proxy(Proxy.NO_PROXY)
        .socketFactory(route.sockets())
        .dns(resolvedByProxy)
        .fastFallback(false);
  }

  private static void secure(
      OkHttpClient.Builder builder, HttpSenderConfig config, @Nullable ExportRoute route) {
    builder.connectionSpecs(
        Collections.singletonList(
            new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
                .allEnabledCipherSuites()
                .build()));
    ReloadingTls tls = route == null ? null : route.tls();
    if (tls != null) {
      builder.sslSocketFactory(tls.socketFactory(), tls.trustManager());
      return;
    }
    SSLContext context = config.getSslContext();
    X509TrustManager trust = config.getTrustManager();
    if (context != null && trust != null) {
      builder.sslSocketFactory(context.getSocketFactory(), trust);
    }
  }
}
