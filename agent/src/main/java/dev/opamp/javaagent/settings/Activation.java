package dev.opamp.javaagent.settings;

import org.jspecify.annotations.Nullable;

/** Whether the agent is to do anything, with which server and with whose SDKs. Immutable. */
final class Activation {

  private final boolean enabled;
  private final @Nullable ConnectionSettings connection;
  private final boolean applicationSdks;

  Activation(boolean enabled, @Nullable ConnectionSettings connection, boolean applicationSdks) {
    this.enabled = enabled;
    this.applicationSdks = applicationSdks;
    this.connection = enabled ? connection : null;
  }

  boolean enabled() {
    return enabled;
  }

  boolean applicationSdks() {
    return applicationSdks;
  }

  @Nullable ConnectionSettings connection() {
    return connection;
  }
}
