package dev.opamp.javaagent.opamp;

import org.jspecify.annotations.Nullable;

/** The parts of an {@code AgentToServer} that are left out while they do not change. */
enum ReportField {
  DESCRIPTION(Capabilities.REPORTS_STATUS),
  HEALTH(Capabilities.REPORTS_HEALTH),
  EFFECTIVE_CONFIG(Capabilities.REPORTS_EFFECTIVE_CONFIG),
  REMOTE_CONFIG_STATUS(Capabilities.REPORTS_REMOTE_CONFIG),
  CONNECTION_SETTINGS_STATUS(Capabilities.REPORTS_CONNECTION_SETTINGS_STATUS),
  AVAILABLE_COMPONENTS(Capabilities.REPORTS_AVAILABLE_COMPONENTS),
  /** There is no capability bit for these: the lists themselves say what is spoken. */
  CUSTOM_CAPABILITIES(Capabilities.REPORTS_STATUS);

  private final long capability;

  ReportField(long capability) {
    this.capability = capability;
  }

  /** Whether the agent claims what entitles it to send this part. */
  boolean isClaimed(Capabilities claimed) {
    return claimed.has(capability);
  }

  @Nullable Object valueIn(AgentReport report) {
    return report.part(this);
  }
}
