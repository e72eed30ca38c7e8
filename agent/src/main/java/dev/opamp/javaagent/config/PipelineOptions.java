package dev.opamp.javaagent.config;

import dev.opamp.javaagent.settings.RemoteConfigSettings;
import java.time.Duration;

/** Settings of a {@link ConfigPipeline}. */
public final class PipelineOptions {

  private final Lookups lookups;
  private final RemoteConfigSettings settings;
  private final String serverHost;
  private final Duration minimumGap;
  private final boolean startupLogLevel;

  /**
   * @param lookups for references to the environment in offers
   * @param settings what the local settings let an offer do
   * @param serverHost host of the OpAMP server
   * @param minimumGap least time between the starts of two applies; zero for none
   */
  public PipelineOptions(
      Lookups lookups, RemoteConfigSettings settings, String serverHost, Duration minimumGap) {
    this(lookups, settings, serverHost, minimumGap, true);
  }

  private PipelineOptions(
      Lookups lookups,
      RemoteConfigSettings settings,
      String serverHost,
      Duration minimumGap,
      boolean startupLogLevel) {
    this.lookups = lookups;
    this.settings = settings;
    this.serverHost = serverHost;
    this.minimumGap = minimumGap;
    this.startupLogLevel = startupLogLevel;
  }

  /** Returns the same where the {@code log_level} of the start-up document does not count. */
  public PipelineOptions withoutStartupLogLevel() {
    return new PipelineOptions(lookups, settings, serverHost, minimumGap, false);
  }

  boolean startupLogLevel() {
    return startupLogLevel;
  }

  Lookups lookups() {
    return lookups;
  }

  RemoteConfigSettings settings() {
    return settings;
  }

  String serverHost() {
    return serverHost;
  }

  Duration minimumGap() {
    return minimumGap;
  }
}
