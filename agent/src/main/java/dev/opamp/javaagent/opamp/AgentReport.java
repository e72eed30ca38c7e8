package dev.opamp.javaagent.opamp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All that is known about this agent now; a part is null until it is known. Immutable. */
public final class AgentReport {

  private static final AgentReport EMPTY = new AgentReport(new EnumMap<>(ReportField.class));

  private final Map<ReportField, Object> parts;

  private AgentReport(Map<ReportField, Object> parts) {
    this.parts = parts;
  }

  public static AgentReport empty() {
    return EMPTY;
  }

  public AgentReport withDescription(AgentDescriptionSnapshot value) {
    return with(ReportField.DESCRIPTION, value);
  }

  public AgentReport withHealth(ComponentHealthSnapshot value) {
    return with(ReportField.HEALTH, value);
  }

  public AgentReport withEffectiveConfig(List<ConfigFile> value) {
    return with(ReportField.EFFECTIVE_CONFIG, Collections.unmodifiableList(new ArrayList<>(value)));
  }

  public AgentReport withRemoteConfigStatus(RemoteConfigStatusSnapshot value) {
    return with(ReportField.REMOTE_CONFIG_STATUS, value);
  }

  public AgentReport withConnectionSettingsStatus(ConnectionSettingsStatusSnapshot value) {
    return with(ReportField.CONNECTION_SETTINGS_STATUS, value);
  }

  public AgentReport withAvailableComponents(AvailableComponentsSnapshot value) {
    return with(ReportField.AVAILABLE_COMPONENTS, value);
  }

  /**
   * Returns the report with the custom capabilities there are now.
   *
   * @param value names of custom capabilities: reverse FQDN, dot, short name
   */
  public AgentReport withCustomCapabilities(List<String> value) {
    return with(
        ReportField.CUSTOM_CAPABILITIES,
        Collections.unmodifiableList(new ArrayList<>(new TreeSet<>(value))));
  }

  public @Nullable AgentDescriptionSnapshot description() {
    return (AgentDescriptionSnapshot) part(ReportField.DESCRIPTION);
  }

  public @Nullable ComponentHealthSnapshot health() {
    return (ComponentHealthSnapshot) part(ReportField.HEALTH);
  }

  @SuppressWarnings("unchecked") // put in by withEffectiveConfig alone
  public @Nullable List<ConfigFile> effectiveConfig() {
    return (List<ConfigFile>) part(ReportField.EFFECTIVE_CONFIG);
  }

  public @Nullable RemoteConfigStatusSnapshot remoteConfigStatus() {
    return (RemoteConfigStatusSnapshot) part(ReportField.REMOTE_CONFIG_STATUS);
  }

  public @Nullable ConnectionSettingsStatusSnapshot connectionSettingsStatus() {
    return (ConnectionSettingsStatusSnapshot) part(ReportField.CONNECTION_SETTINGS_STATUS);
  }

  public @Nullable AvailableComponentsSnapshot availableComponents() {
    return (AvailableComponentsSnapshot) part(ReportField.AVAILABLE_COMPONENTS);
  }

  /** In alphabetical order. */
  @SuppressWarnings("unchecked") // put in by withCustomCapabilities alone
  public @Nullable List<String> customCapabilities() {
    return (List<String>) part(ReportField.CUSTOM_CAPABILITIES);
  }

  @Nullable Object part(ReportField field) {
    return parts.get(field);
  }

  private AgentReport with(ReportField field, Object value) {
    Map<ReportField, Object> changed = new EnumMap<>(ReportField.class);
    changed.putAll(parts);
    changed.put(field, value);
    return new AgentReport(changed);
  }
}
