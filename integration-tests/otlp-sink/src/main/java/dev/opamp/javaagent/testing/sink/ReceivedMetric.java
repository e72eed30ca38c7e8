package dev.opamp.javaagent.testing.sink;

import io.opentelemetry.proto.metrics.v1.Metric;
import java.time.Instant;
import java.util.Map;

/**
 * One metric of one export as it arrived.
 *
 * @param resource attributes as text
 */
public record ReceivedMetric(
    Instant at, Map<String, String> resource, String scope, Metric metric) {

  public String name() {
    return metric.getName();
  }
}
