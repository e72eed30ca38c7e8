package dev.opamp.javaagent.testing.sink;

import io.opentelemetry.proto.logs.v1.LogRecord;
import java.time.Instant;
import java.util.Map;

/**
 * One log record as it arrived.
 *
 * @param resource attributes as text
 */
public record ReceivedLog(
    Instant at, Map<String, String> resource, String scope, LogRecord record) {

  public String body() {
    return record.getBody().getStringValue();
  }
}
