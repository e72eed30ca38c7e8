package dev.opamp.javaagent.opamp;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns a Resource into an {@code AgentDescription} as the OpAMP guideline for SDKs asks: {@code
 * service.name}, {@code service.instance.id} and {@code service.namespace} identify, everything
 * else does not.
 */
public final class AgentDescriptions {

  private static final Set<String> IDENTIFYING =
      Collections.unmodifiableSet(
          new HashSet<>(Arrays.asList("service.name", "service.instance.id", "service.namespace")));

  /** Never leave the process, even when the Resource has them: they carry passwords. */
  private static final Set<String> SECRET =
      Collections.unmodifiableSet(
          new HashSet<>(Arrays.asList("process.command_args", "process.command_line")));

  private AgentDescriptions() {}

  /** Returns the description of a Resource; types are kept, null values are left out. */
  public static AgentDescriptionSnapshot of(Map<String, ? extends @Nullable Object> resource) {
    Map<String, Object> identifying = new TreeMap<>();
    Map<String, Object> others = new TreeMap<>();
    for (Map.Entry<String, ? extends @Nullable Object> entry : resource.entrySet()) {
      Object value = entry.getValue();
      if (value == null || SECRET.contains(entry.getKey())) {
        continue;
      }
      if (!IDENTIFYING.contains(entry.getKey())) {
        others.put(entry.getKey(), value);
      } else if (!"".equals(value)) {
        identifying.put(entry.getKey(), value);
      }
    }
    return new AgentDescriptionSnapshot(identifying, others);
  }
}
