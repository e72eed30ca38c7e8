package dev.opamp.javaagent.opamp;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Health of one component and of those below it. Immutable. */
public final class ComponentHealthSnapshot {

  private final boolean healthy;
  private final long startTimeUnixNano;
  private final String status;
  private final String lastError;
  private final long statusTimeUnixNano;
  private final Map<String, ComponentHealthSnapshot> components;
  private final Map<String, Object> attributes;

  /** Without attributes. */
  public ComponentHealthSnapshot(
      boolean healthy,
      long startTimeUnixNano,
      String status,
      String lastError,
      long statusTimeUnixNano,
      Map<String, ComponentHealthSnapshot> components) {
    this(
        healthy,
        startTimeUnixNano,
        status,
        lastError,
        statusTimeUnixNano,
        components,
        Collections.emptyMap());
  }

  /**
   * @param startTimeUnixNano 0 when the component does not run
   * @param lastError empty when healthy
   * @param attributes String, Boolean, Long or Double; never a secret
   */
  public ComponentHealthSnapshot(
      boolean healthy,
      long startTimeUnixNano,
      String status,
      String lastError,
      long statusTimeUnixNano,
      Map<String, ComponentHealthSnapshot> components,
      Map<String, Object> attributes) {
    this.healthy = healthy;
    this.startTimeUnixNano = startTimeUnixNano;
    this.status = status;
    this.lastError = lastError;
    this.statusTimeUnixNano = statusTimeUnixNano;
    this.components = Collections.unmodifiableMap(new TreeMap<>(components));
    this.attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
  }

  public boolean healthy() {
    return healthy;
  }

  public long startTimeUnixNano() {
    return startTimeUnixNano;
  }

  public String status() {
    return status;
  }

  public String lastError() {
    return lastError;
  }

  public long statusTimeUnixNano() {
    return statusTimeUnixNano;
  }

  public Map<String, ComponentHealthSnapshot> components() {
    return components;
  }

  public Map<String, Object> attributes() {
    return attributes;
  }

  /**
   * Equality leaves out the time of observation and the attributes, which count: a later look at
   * the same state is no change.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof ComponentHealthSnapshot)) {
      return false;
    }
    ComponentHealthSnapshot that = (ComponentHealthSnapshot) other;
    return healthy == that.healthy
        && startTimeUnixNano == that.startTimeUnixNano
        && status.equals(that.status)
        && lastError.equals(that.lastError)
        && components.equals(that.components);
  }

  @Override
  public int hashCode() {
    return Objects.hash(healthy, startTimeUnixNano, status, lastError, components);
  }
}
