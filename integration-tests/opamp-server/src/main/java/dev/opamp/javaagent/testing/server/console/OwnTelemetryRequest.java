package dev.opamp.javaagent.testing.server.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.opamp.javaagent.testing.server.fleet.OwnTelemetry;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Reads {@code {"metrics": url, "traces": url, "logs": url, "headers": {name: value}}}. */
final class OwnTelemetryRequest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> KEYS = Set.of("metrics", "traces", "logs", "headers");

  private OwnTelemetryRequest() {}

  static OwnTelemetry read(Request request) throws ApiException, IOException {
    JsonNode body;
    try {
      body = JSON.readTree(RequestBody.read(request));
    } catch (JsonProcessingException e) {
      throw new ApiException(400, "the body is not JSON: " + e.getOriginalMessage());
    }
    if (!body.isObject()) {
      throw new ApiException(400, "the body must be a JSON object");
    }
    for (var field : body.properties()) {
      if (!KEYS.contains(field.getKey())) {
        throw new ApiException(400, "unknown key '" + field.getKey() + "'; known are " + KEYS);
      }
    }
    OwnTelemetry wanted =
        new OwnTelemetry(
            endpoint(body, "metrics"),
            endpoint(body, "traces"),
            endpoint(body, "logs"),
            headers(body.path("headers")));
    if (wanted.metricsEndpoint() == null
        && wanted.tracesEndpoint() == null
        && wanted.logsEndpoint() == null) {
      throw new ApiException(400, "name at least one of metrics, traces, logs");
    }
    return wanted;
  }

  private static @Nullable String endpoint(JsonNode body, String key) throws ApiException {
    JsonNode value = body.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual() || !value.textValue().matches("https?://.+")) {
      throw new ApiException(400, key + " must be an http:// or https:// URL");
    }
    return value.textValue();
  }

  private static Map<String, String> headers(JsonNode node) throws ApiException {
    Map<String, String> headers = new LinkedHashMap<>();
    if (!node.isMissingNode() && !node.isObject()) {
      throw new ApiException(400, "headers must be an object of strings");
    }
    for (var header : node.properties()) {
      if (!header.getValue().isTextual()) {
        throw new ApiException(400, "the header '" + header.getKey() + "' must be a string");
      }
      headers.put(header.getKey(), header.getValue().textValue());
    }
    return headers;
  }
}
