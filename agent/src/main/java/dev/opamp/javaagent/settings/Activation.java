package dev.opamp.javaagent.settings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether and when the agent begins, with which server and with whose SDKs. Immutable. */
final class Activation {

  private final boolean enabled;
  private final @Nullable ConnectionSettings connection;
  private final boolean applicationSdks;
  private final Duration startDelay;

  Activation(
      boolean enabled,
      @Nullable ConnectionSettings connection,
      boolean applicationSdks,
      Duration startDelay) {
    this.enabled = enabled;
    this.startDelay = startDelay;
    this.applicationSdks = applicationSdks;
    this.connection = enabled ? connection : null;
  }

  boolean enabled() {
    return enabled;
  }

  boolean applicationSdks() {
    return applicationSdks;
  }

  Duration startDelay() {
    return startDelay;
  }

  @Nullable ConnectionSettings connection() {
    return connection;
  }
}
