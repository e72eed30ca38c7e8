package dev.opamp.javaagent.telemetry.sender;

import dev.opamp.javaagent.net.ProxySettings;
import dev.opamp.javaagent.net.ProxyTunnel;
import dev.opamp.javaagent.net.ReloadingTls;
import dev.opamp.javaagent.net.TlsSettings;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an exporter reaches its receiver: TLS and a proxy in full. OpenTelemetry's builders can
 * express neither versions and cipher suites nor CONNECT headers and credentials of a proxy; what
 * they do take is a proxy selector, and the sender recognises this one. Any other sender would be
 * told to connect directly.
 */
public final class ExportRoute extends ProxySelector {

  private final TlsSettings settings;
  private final @Nullable ReloadingTls tls;
  private final @Nullable ProxySettings proxy;

  private ExportRoute(
      TlsSettings settings, @Nullable ReloadingTls tls, @Nullable ProxySettings proxy) {
    this.settings = settings;
    this.tls = tls;
    this.proxy = proxy;
  }

  /**
   * Checks what is needed for it, the TLS files included.
   *
   * @param proxy null for what the JVM's proxy settings say
   * @throws IOException with a reason that is free of secrets
   */
  public static ExportRoute of(TlsSettings tls, @Nullable ProxySettings proxy) throws IOException {
    try {
      ProxyTunnel.check(proxy);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    boolean plainDefaults = tls.equals(TlsSettings.defaults());
    return new ExportRoute(tls, plainDefaults ? null : ReloadingTls.of(tls), proxy);
  }

  /** To be given to the builder of an OTLP/HTTP exporter. */
  public ProxyOptions proxyOptions() {
    return ProxyOptions.create(this);
  }

  static @Nullable ExportRoute of(HttpSenderConfig config) {
    ProxySelector selector = configured(config);
    return selector instanceof ExportRoute ? (ExportRoute) selector : null;
  }

  /** The proxy selector of a configuration; null for the JVM's. */
  static @Nullable ProxySelector selector(HttpSenderConfig config) {
    ProxySelector selector = configured(config);
    return selector instanceof ExportRoute ? null : selector;
  }

  private static @Nullable ProxySelector configured(HttpSenderConfig config) {
    ProxyOptions options = config.getProxyOptions();
    return options == null ? null : options.getProxySelector();
  }

  /** Null when the JVM's own TLS is to be used. */
  @Nullable ReloadingTls tls() {
    return tls;
  }

  TlsSettings settings() {
    return settings;
  }

  /** Null when there is none but what the JVM's proxy settings say. */
  @Nullable ProxySettings proxy() {
    return proxy;
  }

  @Override
  public List<Proxy> select(URI uri) {
    return Collections.singletonList(Proxy.NO_PROXY);
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
}
