package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.net.ProxySettings;
import dev.opamp.javaagent.net.TlsSettings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An offered destination of telemetry: of the agent's own (spec: TelemetryConnectionSettings) or of
 * an exporter (spec: OtherConnectionSettings). What was not offered is null. Immutable; header
 * values, keys and proxy credentials are secrets.
 */
public final class DestinationOffer {

  private final @Nullable String endpoint;
  private final @Nullable Map<String, String> headers;
  private final @Nullable ClientCertificate certificate;
  private final @Nullable TlsSettings tls;
  private final @Nullable ProxySettings proxy;
  private final Map<String, String> otherSettings;

  private DestinationOffer(Builder builder) {
    this.endpoint = builder.endpoint;
    this.headers = builder.headers;
    this.certificate = builder.certificate;
    this.tls = builder.tls;
    this.proxy = builder.proxy;
    this.otherSettings = builder.otherSettings;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The destination; null when it was not offered or empty. Not checked. */
  public @Nullable String endpoint() {
    return endpoint;
  }

  /** Not checked. */
  public @Nullable Map<String, String> headers() {
    return headers;
  }

  public @Nullable ClientCertificate certificate() {
    return certificate;
  }

  /** Trust, versions and cipher suites; never a client certificate. */
  public @Nullable TlsSettings tls() {
    return tls;
  }

  public @Nullable ProxySettings proxy() {
    return proxy;
  }

  /** Settings without a meaning in the protocol; empty when there are none. */
  public Map<String, String> otherSettings() {
    return otherSettings;
  }

  /** Builds a {@link DestinationOffer}. */
  public static final class Builder {
    private @Nullable String endpoint;
    private @Nullable Map<String, String> headers;
    private @Nullable ClientCertificate certificate;
    private @Nullable TlsSettings tls;
    private @Nullable ProxySettings proxy;
    private Map<String, String> otherSettings = Collections.emptyMap();

    private Builder() {}

    public Builder endpoint(String text) {
      this.endpoint = text.isEmpty() ? null : text;
      return this;
    }

    public Builder headers(@Nullable Map<String, String> offered) {
      this.headers = offered == null ? null : copy(offered);
      return this;
    }

    public Builder certificate(@Nullable ClientCertificate offered) {
      this.certificate = offered;
      return this;
    }

    public Builder tls(@Nullable TlsSettings offered) {
      this.tls = offered;
      return this;
    }

    public Builder proxy(@Nullable ProxySettings offered) {
      this.proxy = offered;
      return this;
    }

    public Builder otherSettings(Map<String, String> offered) {
      this.otherSettings = copy(offered);
      return this;
    }

    public DestinationOffer build() {
      return new DestinationOffer(this);
    }

    private static Map<String, String> copy(Map<String, String> map) {
      return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
  }
}
