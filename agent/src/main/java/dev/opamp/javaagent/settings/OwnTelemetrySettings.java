package dev.opamp.javaagent.settings;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the agent's own telemetry goes while the server has not said where. Immutable. */
public final class OwnTelemetrySettings {

  private final @Nullable URI endpoint;
  private final Map<String, String> headers;

  public OwnTelemetrySettings(@Nullable URI endpoint, Map<String, String> headers) {
    this.endpoint = endpoint;
    this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
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
}
