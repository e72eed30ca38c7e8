package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.net.ProxySettings;
import dev.opamp.javaagent.net.TlsSettings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where telemetry goes and how: one signal of the agent's own, or an exporter of the host's.
 * Immutable.
 */
public final class TelemetryDestination {

  private final String endpoint;
  private final Map<String, String> headers;
  private final TlsSettings tls;
  private final @Nullable ProxySettings proxy;

  /** A destination with the TLS defaults and no proxy. */
  public TelemetryDestination(String endpoint, Map<String, String> headers) {
    this(endpoint, headers, TlsSettings.defaults(), null);
  }

  /**
   * A destination and how it is reached.
   *
   * @param endpoint the complete OTLP/HTTP URL; nothing is appended
   * @param headers sent with every export; values are secrets
   * @param tls of no effect when the endpoint is plain
   * @param proxy null for what the JVM's own proxy settings say
   */
  public TelemetryDestination(
      String endpoint,
      Map<String, String> headers,
      TlsSettings tls,
      @Nullable ProxySettings proxy) {
    this.endpoint = endpoint;
    this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    this.tls = tls;
    this.proxy = proxy;
  }

  public String endpoint() {
    return endpoint;
  }

  public Map<String, String> headers() {
    return headers;
  }

  public TlsSettings tls() {
    return tls;
  }

  public @Nullable ProxySettings proxy() {
    return proxy;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TelemetryDestination
        && endpoint.equals(((TelemetryDestination) other).endpoint)
        && headers.equals(((TelemetryDestination) other).headers)
        && tls.equals(((TelemetryDestination) other).tls)
        && Objects.equals(proxy, ((TelemetryDestination) other).proxy);
  }

  @Override
  public int hashCode() {
    return Objects.hash(endpoint, headers, tls, proxy);
  }
}
