package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.telemetry.metrics.SwitchableMeterProvider;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.DeclarativeComponents;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Metrics. Readers and views are fixed when a provider is built, so every change of the section or
 * of the Resource means a new provider; the replaced one delivers its last values when it is
 * retired.
 */
final class MetricsSignal implements Signal {

  private final DeclarativeComponents components;
  private final SwitchableMeterProvider meters;
  private final RetireThread retirement;
  private final SignalStats stats = new SignalStats();
  private volatile MetricsState state = MetricsState.OFF;

  MetricsSignal(
      DeclarativeComponents components, SwitchableMeterProvider meters, RetireThread retirement) {
    this.components = components;
    this.meters = meters;
    this.retirement = retirement;
  }

  @Override
  public String section() {
    return "meter_provider";
  }

  @Override
  public String name() {
    return "metrics";
  }

  @Override
  public PreparedChange prepare(
      DocumentNode section, DocumentNode general, Resource resource, Reuse reuse)
      throws ConfigRejectedException {
    return new StateChange<>(
        state, next(section, resource, reuse), this::publish, retirement, Collections.emptyList());
  }

  private MetricsState next(DocumentNode section, Resource resource, Reuse reuse)
      throws ConfigRejectedException {
    if (!section.isPresent()) {
      return MetricsState.OFF;
    }
    Object generation = Arrays.asList(resource, section.map(), section.connectionsBelow());
    return reuse == Reuse.UNCHANGED_PARTS && generation.equals(state.generation)
        ? state
        : new MeterProviderAssembly(components, retirement, stats)
            .build(section, resource, generation);
  }

  private void publish(MetricsState next) {
    if (next != state) {
      meters.switchTo(next.meterProvider());
      state = next;
    }
  }

  @Override
  public void switchOff() {
    publish(MetricsState.OFF);
  }

  @Override
  public Map<String, Object> inForce() {
    return state.document;
  }

  @Override
  public List<Part<?>> parts() {
    return state.parts();
  }

  @Override
  public Map<String, Object> stats() {
    return stats.snapshot(state.readers);
  }
}
