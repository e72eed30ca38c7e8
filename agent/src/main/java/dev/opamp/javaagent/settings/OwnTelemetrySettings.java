package dev.opamp.javaagent.settings;

import dev.opamp.javaagent.net.TlsSettings;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the agent's own telemetry goes while the server has not said where. Immutable. */
public final class OwnTelemetrySettings {

  private final @Nullable URI endpoint;
  private final Map<String, String> headers;
  private final TlsSettings tls;
  private final boolean httpsOnly;

  /** Settings with the TLS defaults, which leave the server every kind of destination. */
  public OwnTelemetrySettings(@Nullable URI endpoint, Map<String, String> headers) {
    this(endpoint, headers, TlsSettings.defaults(), false);
  }

  /**
   * Settings with TLS of their own.
   *
   * @param httpsOnly whether offered destinations must be {@code https}
   */
  public OwnTelemetrySettings(
      @Nullable URI endpoint, Map<String, String> headers, TlsSettings tls, boolean httpsOnly) {
    this.endpoint = endpoint;
    this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    this.tls = tls;
    this.httpsOnly = httpsOnly;
  }

  /**
   * Base URL of an OTLP/HTTP receiver, {@code http} or {@code https}, without a slash at its end;
   * null for nowhere.
   */
  public @Nullable URI endpoint() {
    return endpoint;
  }

  /** Request headers; values are secrets. */
  public Map<String, String> headers() {
    return headers;
  }

  /** How the endpoint is spoken to when it is {@code https}. */
  public TlsSettings tls() {
    return tls;
  }

  /** Whether offered destinations must be {@code https}. */
  public boolean httpsOnly() {
    return httpsOnly;
  }
}
