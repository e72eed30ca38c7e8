package dev.opamp.javaagent.opamp;

import org.jspecify.annotations.Nullable;

/** The parts of an {@code AgentToServer} that are left out while they do not change. */
enum ReportField {
  DESCRIPTION(Capabilities.REPORTS_STATUS),
  HEALTH(Capabilities.REPORTS_HEALTH),
  EFFECTIVE_CONFIG(Capabilities.REPORTS_EFFECTIVE_CONFIG),
  REMOTE_CONFIG_STATUS(Capabilities.REPORTS_REMOTE_CONFIG);

  private final long capability;

  ReportField(long capability) {
    this.capability = capability;
  }

  /** Whether the agent claims what entitles it to send this part. */
  boolean isClaimed(Capabilities claimed) {
    return claimed.has(capability);
  }

  @Nullable Object valueIn(AgentReport report) {
    switch (this) {
      case DESCRIPTION:
        return report.description();
      case HEALTH:
        return report.health();
      case EFFECTIVE_CONFIG:
        return report.effectiveConfig();
      case REMOTE_CONFIG_STATUS:
        return report.remoteConfigStatus();
    }
    throw new AssertionError(this);
  }
}
