package dev.opamp.javaagent.config;

import java.time.Duration;

/** Settings of a {@link ConfigPipeline}. */
public final class PipelineOptions {

  private final Lookups lookups;
  private final LocalConsent consent;
  private final boolean partial;
  private final Duration minimumGap;

  /**
   * @param lookups for references to the environment in offers
   * @param partial {@code otel.opamp.config.partial}: apply what can be applied of a bad offer
   * @param minimumGap least time between the starts of two applies; zero for none
   */
  public PipelineOptions(
      Lookups lookups, LocalConsent consent, boolean partial, Duration minimumGap) {
    this.lookups = lookups;
    this.consent = consent;
    this.partial = partial;
    this.minimumGap = minimumGap;
  }

  Lookups lookups() {
    return lookups;
  }

  LocalConsent consent() {
    return consent;
  }

  boolean partial() {
    return partial;
  }

  Duration minimumGap() {
    return minimumGap;
  }
}
