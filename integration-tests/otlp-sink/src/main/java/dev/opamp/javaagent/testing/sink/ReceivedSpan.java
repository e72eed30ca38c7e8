package dev.opamp.javaagent.testing.sink;

import io.opentelemetry.proto.trace.v1.Span;
import java.time.Instant;
import java.util.Map;

/**
 * One span as it arrived.
 *
 * @param resource attributes as text
 */
public record ReceivedSpan(Instant at, Map<String, String> resource, String scope, Span span) {

  public String name() {
    return span.getName();
  }
}
