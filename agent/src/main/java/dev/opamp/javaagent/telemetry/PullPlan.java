package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.telemetry.prometheus.ScrapeOutlet;
import dev.opamp.javaagent.telemetry.prometheus.ScrapeReader;
import dev.opamp.javaagent.telemetry.prometheus.ScrapeSettings;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.DeclarativeComponents;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.export.CardinalityLimitSelector;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;

/** How one reader that Prometheus reads from is to be. Immutable. */
final class PullPlan implements ReaderPlan {

  /** Scrapes are rarely closer than this. */
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final Object fixed;
  private final PipelineStats pipeline;
  private final CardinalityLimitSelector limits;
  final ScrapeOutlet outlet;
  final ScrapeSettings settings;

  private PullPlan(
      Object fixed,
      PipelineStats pipeline,
      CardinalityLimitSelector limits,
      ScrapeOutlet outlet,
      ScrapeSettings settings) {
    this.fixed = fixed;
    this.pipeline = pipeline;
    this.limits = limits;
    this.outlet = outlet;
    this.settings = settings;
  }

  static PullPlan of(
      DocumentNode reader,
      ScrapeOutlet outlet,
      PipelineStats pipeline,
      DeclarativeComponents components) {
    Object limits = reader.child(PullReaders.KEY).child("cardinality_limits").value();
    Object prometheus = PullReaders.exporter(reader).value();
    return new PullPlan(
        Arrays.asList(PullReaders.KEY, limits),
        pipeline,
        components.cardinalityLimits(limits),
        outlet,
        ScrapeSettings.of(
            prometheus instanceof Map ? (Map<?, ?>) prometheus : Collections.emptyMap()));
  }

  @Override
  public Object fixed() {
    return fixed;
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public ReaderSlot open() {
    return new PullSlot(
        limits,
        new ScrapeReader(
            outlet, settings, points -> pipeline.track(points, CompletableResultCode.ofSuccess())));
  }
}
