package dev.opamp.javaagent.settings;

import dev.opamp.javaagent.net.ProxySettings;
import dev.opamp.javaagent.net.SecretSource;
import dev.opamp.javaagent.net.TlsSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How to reach the OpAMP server, and the limits kept while talking to it. Immutable. */
public final class ConnectionSettings {

  private final URI endpoint;
  private final Map<String, String> headers;
  private final TlsSettings tls;
  private final @Nullable SecretSource token;
  private final @Nullable ProxySettings proxy;
  private final Duration heartbeatInterval;
  private final Duration pollInterval;
  private final Duration connectTimeout;
  private final Duration requestTimeout;
  private final boolean compression;
  private final int maxMessageSize;

  private ConnectionSettings(Builder builder) {
    this.endpoint = builder.endpoint;
    this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(builder.headers));
    this.tls = builder.tls;
    this.token = builder.token;
    this.proxy = builder.proxy;
    this.heartbeatInterval = builder.heartbeatInterval;
    this.pollInterval = builder.pollInterval;
    this.connectTimeout = builder.connectTimeout;
    this.requestTimeout = builder.requestTimeout;
    this.compression = builder.compression;
    this.maxMessageSize = builder.maxMessageSize;
  }

  public static Builder builder(URI endpoint) {
    return new Builder(endpoint);
  }

  /**
   * Absolute, scheme {@code ws}, {@code wss}, {@code http} or {@code https}, never without path.
   */
  public URI endpoint() {
    return endpoint;
  }

  /** Extra request headers; values are secrets. */
  public Map<String, String> headers() {
    return headers;
  }

  public TlsSettings tls() {
    return tls;
  }

  /** Where the bearer token of each request comes from; null without one. */
  public @Nullable SecretSource token() {
    return token;
  }

  /** Null for a direct connection. */
  public @Nullable ProxySettings proxy() {
    return proxy;
  }

  /** Zero switches WebSocket heartbeats off. */
  public Duration heartbeatInterval() {
    return heartbeatInterval;
  }

  /** Time between polls over plain HTTP while nothing changes; at least one second. */
  public Duration pollInterval() {
    return pollInterval;
  }

  /** Longest time to establish a connection; over WebSocket TLS and upgrade included. Positive. */
  public Duration connectTimeout() {
    return connectTimeout;
  }

  /** Longest time for one request over plain HTTP, its reply included. Positive. */
  public Duration requestTimeout() {
    return requestTimeout;
  }

  /** Whether HTTP request bodies are sent gzipped. */
  public boolean compression() {
    return compression;
  }

  /** Largest message sent or received, in bytes, after decompression. Positive. */
  public int maxMessageSize() {
    return maxMessageSize;
  }

  public boolean isWebSocket() {
    return endpoint.getScheme().startsWith("ws");
  }

  /** Returns a builder that starts with these settings but for another endpoint. */
  public Builder toBuilder(URI otherEndpoint) {
    Builder builder = new Builder(otherEndpoint);
    builder.headers.putAll(headers);
    builder.tls = tls;
    builder.token = token;
    builder.proxy = proxy;
    builder.heartbeatInterval = heartbeatInterval;
    builder.pollInterval = pollInterval;
    builder.connectTimeout = connectTimeout;
    builder.requestTimeout = requestTimeout;
    builder.compression = compression;
    builder.maxMessageSize = maxMessageSize;
    return builder;
  }

  /** Builds {@link ConnectionSettings}; defaults are the protocol's. */
  public static final class Builder {
    private final URI endpoint;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private TlsSettings tls = TlsSettings.defaults();
    private @Nullable SecretSource token;
    private @Nullable ProxySettings proxy;
    private Duration heartbeatInterval = Duration.ofSeconds(30);
    private Duration pollInterval = Duration.ofSeconds(30);
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration requestTimeout = Duration.ofSeconds(30);
    private boolean compression = true;
    private int maxMessageSize = 64 * 1024 * 1024;

    private Builder(URI endpoint) {
      this.endpoint = endpoint;
    }

    public Builder header(String name, String value) {
      headers.put(name, value);
      return this;
    }

    /** Replaces all headers given so far. */
    public Builder headers(Map<String, String> replacement) {
      headers.clear();
      headers.putAll(replacement);
      return this;
    }

    public Builder tls(TlsSettings tls) {
      this.tls = tls;
      return this;
    }

    public Builder token(@Nullable SecretSource token) {
      this.token = token;
      return this;
    }

    public Builder proxy(@Nullable ProxySettings proxy) {
      this.proxy = proxy;
      return this;
    }

    public Builder heartbeatInterval(Duration interval) {
      this.heartbeatInterval = interval;
      return this;
    }

    public Builder pollInterval(Duration interval) {
      this.pollInterval = interval;
      return this;
    }

    public Builder connectTimeout(Duration timeout) {
      this.connectTimeout = timeout;
      return this;
    }

    public Builder requestTimeout(Duration timeout) {
      this.requestTimeout = timeout;
      return this;
    }

    public Builder compression(boolean compression) {
      this.compression = compression;
      return this;
    }

    public Builder maxMessageSize(int bytes) {
      this.maxMessageSize = bytes;
      return this;
    }

    public ConnectionSettings build() {
      return new ConnectionSettings(this);
    }
  }
}
