package dev.opamp.javaagent.opamp;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who this agent is. Values are String, Boolean, Long, Double, byte[], List or Map of those. A key
 * stands in one of the two maps only.
 */
public final class AgentDescriptionSnapshot {

  private final Map<String, Object> identifying;
  private final Map<String, Object> nonIdentifying;

  public AgentDescriptionSnapshot(
      Map<String, Object> identifying, Map<String, Object> nonIdentifying) {
    this.identifying = Collections.unmodifiableMap(new TreeMap<>(identifying));
    this.nonIdentifying = Collections.unmodifiableMap(new TreeMap<>(nonIdentifying));
  }

  public Map<String, Object> identifying() {
    return identifying;
  }

  public Map<String, Object> nonIdentifying() {
    return nonIdentifying;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AgentDescriptionSnapshot
        && identifying.equals(((AgentDescriptionSnapshot) other).identifying)
        && nonIdentifying.equals(((AgentDescriptionSnapshot) other).nonIdentifying);
  }

  @Override
  public int hashCode() {
    return Objects.hash(identifying, nonIdentifying);
  }

  @Override
  public String toString() {
    return "AgentDescription" + identifying + nonIdentifying;
  }
}
