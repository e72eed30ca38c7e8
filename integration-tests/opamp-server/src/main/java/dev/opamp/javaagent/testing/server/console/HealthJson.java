package dev.opamp.javaagent.testing.server.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opamp.javaagent.opamp.proto.ComponentHealth;
import dev.opamp.javaagent.testing.server.Entries;
import java.time.Instant;
import java.util.TreeMap;

/** Component health as JSON. */
final class HealthJson {

  private static final long NANOS = 1_000_000_000L;

  private HealthJson() {}

  static ObjectNode top(ComponentHealth health) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("healthy", health.getHealthy());
    node.put("status", health.getStatus());
    node.put("lastError", health.getLastError());
    return node;
  }

  static ObjectNode tree(ComponentHealth health) {
    ObjectNode node = top(health);
    putTime(node, "startTime", health.getStartTimeUnixNano());
    putTime(node, "statusTime", health.getStatusTimeUnixNano());
    node.set("attributes", ProtoJson.attributes(health.getAttributesList()));
    ObjectNode components = node.putObject("components");
    new TreeMap<>(Entries.below(health))
        .forEach((name, child) -> components.set(name, tree(child)));
    return node;
  }

  private static void putTime(ObjectNode node, String name, long unixNanos) {
    if (unixNanos != 0) {
      long seconds = Long.divideUnsigned(unixNanos, NANOS);
      long nanos = Long.remainderUnsigned(unixNanos, NANOS);
      node.put(name, Instant.ofEpochSecond(seconds, nanos).toString());
    }
  }
}
