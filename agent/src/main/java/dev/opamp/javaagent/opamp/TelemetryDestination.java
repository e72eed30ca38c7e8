package dev.opamp.javaagent.opamp;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where one signal of the agent's own telemetry goes. */
public final class TelemetryDestination {

  private final String endpoint;
  private final Map<String, String> headers;

  /**
   * @param endpoint the complete OTLP/HTTP URL; nothing is appended
   * @param headers sent with every export; values are secrets
   */
  public TelemetryDestination(String endpoint, Map<String, String> headers) {
    this.endpoint = endpoint;
    this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  public String endpoint() {
    return endpoint;
  }

  public Map<String, String> headers() {
    return headers;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TelemetryDestination
        && endpoint.equals(((TelemetryDestination) other).endpoint)
        && headers.equals(((TelemetryDestination) other).headers);
  }

  @Override
  public int hashCode() {
    return Objects.hash(endpoint, headers);
  }
}
