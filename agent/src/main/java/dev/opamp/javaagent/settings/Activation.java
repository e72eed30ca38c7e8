package dev.opamp.javaagent.settings;

import org.jspecify.annotations.Nullable;

/** Whether the agent is to do anything, and with which server. Immutable. */
final class Activation {

  private final boolean enabled;
  private final @Nullable ConnectionSettings connection;

  Activation(boolean enabled, @Nullable ConnectionSettings connection) {
    this.enabled = enabled;
    this.connection = enabled ? connection : null;
  }

  boolean enabled() {
    return enabled;
  }

  @Nullable ConnectionSettings connection() {
    return connection;
  }
}
