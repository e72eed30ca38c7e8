package dev.opamp.javaagent.opamp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that is known about this agent now; a part is null until it is known. Immutable. */
public final class AgentReport {

  private static final AgentReport EMPTY = new AgentReport(null, null, null, null);

  private final @Nullable AgentDescriptionSnapshot description;
  private final @Nullable ComponentHealthSnapshot health;
  private final @Nullable List<ConfigFile> effectiveConfig;
  private final @Nullable RemoteConfigStatusSnapshot remoteConfigStatus;

  private AgentReport(
      @Nullable AgentDescriptionSnapshot description,
      @Nullable ComponentHealthSnapshot health,
      @Nullable List<ConfigFile> effectiveConfig,
      @Nullable RemoteConfigStatusSnapshot remoteConfigStatus) {
    this.description = description;
    this.health = health;
    this.effectiveConfig = effectiveConfig;
    this.remoteConfigStatus = remoteConfigStatus;
  }

  public static AgentReport empty() {
    return EMPTY;
  }

  public AgentReport withDescription(AgentDescriptionSnapshot value) {
    return new AgentReport(value, health, effectiveConfig, remoteConfigStatus);
  }

  public AgentReport withHealth(ComponentHealthSnapshot value) {
    return new AgentReport(description, value, effectiveConfig, remoteConfigStatus);
  }

  public AgentReport withEffectiveConfig(List<ConfigFile> value) {
    List<ConfigFile> copy = Collections.unmodifiableList(new ArrayList<>(value));
    return new AgentReport(description, health, copy, remoteConfigStatus);
  }

  public AgentReport withRemoteConfigStatus(RemoteConfigStatusSnapshot value) {
    return new AgentReport(description, health, effectiveConfig, value);
  }

  public @Nullable AgentDescriptionSnapshot description() {
    return description;
  }

  public @Nullable ComponentHealthSnapshot health() {
    return health;
  }

  public @Nullable List<ConfigFile> effectiveConfig() {
    return effectiveConfig;
  }

  public @Nullable RemoteConfigStatusSnapshot remoteConfigStatus() {
    return remoteConfigStatus;
  }
}
