package dev.opamp.javaagent.opamp;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.AgentConfigFile;
import dev.opamp.javaagent.opamp.proto.AgentConfigMap;
import dev.opamp.javaagent.opamp.proto.AgentDescription;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.AvailableComponents;
import dev.opamp.javaagent.opamp.proto.ComponentHealth;
import dev.opamp.javaagent.opamp.proto.CustomCapabilities;
import dev.opamp.javaagent.opamp.proto.EffectiveConfig;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatus;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import java.util.List;
import java.util.Map;

/** Writes parts of an {@link AgentReport} into an outgoing message; a part goes whole or not. */
final class ReportEncoder {

  private ReportEncoder() {}

  /** Adds one part; without effect when the report does not have it. */
  static void encode(
      AgentToServer.Builder message, ReportField field, AgentReport report, Reduction reduction) {
    AgentDescriptionSnapshot description = report.description();
    if (field == ReportField.DESCRIPTION && description != null) {
      message.setAgentDescription(encode(description, reduction.keepsNonIdentifyingAttributes()));
    }
    ComponentHealthSnapshot health = report.health();
    if (field == ReportField.HEALTH && health != null) {
      message.setHealth(encode(health, reduction.keepsHealthChildren()));
    }
    List<ConfigFile> files = report.effectiveConfig();
    if (field == ReportField.EFFECTIVE_CONFIG && files != null) {
      message.setEffectiveConfig(EffectiveConfig.newBuilder().setConfigMap(encode(files)));
    }
    RemoteConfigStatusSnapshot status = report.remoteConfigStatus();
    if (field == ReportField.REMOTE_CONFIG_STATUS && status != null) {
      message.setRemoteConfigStatus(encode(status));
    }
    ConnectionSettingsStatusSnapshot connection = report.connectionSettingsStatus();
    if (field == ReportField.CONNECTION_SETTINGS_STATUS && connection != null) {
      message.setConnectionSettingsStatus(ConnectionStatusCodec.encode(connection));
    }
    AvailableComponentsSnapshot components = report.availableComponents();
    if (field == ReportField.AVAILABLE_COMPONENTS && components != null) {
      message.setAvailableComponents(
          AvailableComponents.newBuilder().setHash(ByteString.copyFrom(components.hash())));
    }
    List<String> custom = report.customCapabilities();
    if (field == ReportField.CUSTOM_CAPABILITIES && custom != null) {
      message.setCustomCapabilities(CustomCapabilities.newBuilder().addAllCapabilities(custom));
    }
  }

  private static AgentDescription encode(
      AgentDescriptionSnapshot description, boolean withNonIdentifying) {
    AgentDescription.Builder encoded =
        AgentDescription.newBuilder()
            .addAllIdentifyingAttributes(
                AnyValueEncoder.encodeAttributes(description.identifying()));
    if (withNonIdentifying) {
      encoded.addAllNonIdentifyingAttributes(
          AnyValueEncoder.encodeAttributes(description.nonIdentifying()));
    }
    return encoded.build();
  }

  private static ComponentHealth encode(ComponentHealthSnapshot health, boolean withChildren) {
    ComponentHealth.Builder encoded =
        ComponentHealth.newBuilder()
            .setHealthy(health.healthy())
            .setStartTimeUnixNano(health.startTimeUnixNano())
            .setStatus(health.status())
            .setLastError(health.lastError())
            .setStatusTimeUnixNano(health.statusTimeUnixNano())
            .addAllAttributes(AnyValueEncoder.encodeAttributes(health.attributes()));
    if (withChildren) {
      for (Map.Entry<String, ComponentHealthSnapshot> child : health.components().entrySet()) {
        encoded.addComponentHealthMap(
            ComponentHealth.Entry.newBuilder()
                .setKey(child.getKey())
                .setValue(encode(child.getValue(), true)));
      }
    }
    return encoded.build();
  }

  private static AgentConfigMap encode(List<ConfigFile> files) {
    AgentConfigMap.Builder encoded = AgentConfigMap.newBuilder();
    for (ConfigFile file : files) {
      AgentConfigFile.Builder content =
          AgentConfigFile.newBuilder()
              .setContentType(file.contentType())
              .setBody(ByteString.copyFrom(file.body()));
      encoded.addConfigMap(AgentConfigMap.Entry.newBuilder().setKey(file.name()).setValue(content));
    }
    return encoded.build();
  }

  private static RemoteConfigStatus encode(RemoteConfigStatusSnapshot status) {
    return RemoteConfigStatus.newBuilder()
        .setLastRemoteConfigHash(ByteString.copyFrom(status.hash()))
        .setStatus(encode(status.state()))
        .setErrorMessage(status.errorMessage())
        .build();
  }

  private static RemoteConfigStatuses encode(RemoteConfigState state) {
    switch (state) {
      case UNSET:
        return RemoteConfigStatuses.RemoteConfigStatuses_UNSET;
      case APPLYING:
        return RemoteConfigStatuses.RemoteConfigStatuses_APPLYING;
      case APPLIED:
        return RemoteConfigStatuses.RemoteConfigStatuses_APPLIED;
      case FAILED:
        return RemoteConfigStatuses.RemoteConfigStatuses_FAILED;
    }
    throw new AssertionError(state);
  }
}
