package dev.opamp.javaagent.telemetry;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Everything that makes up metrics at one time. */
final class MetricsState implements StateChange.State {

  static final MetricsState OFF =
      new MetricsState(
          Collections.emptyMap(), Collections.emptyList(), Collections.emptyList(), "off");

  final Map<String, Object> document;
  final List<Part<SdkMeterProvider>> provider;
  final List<PipelineStats> readers;
  final Object generation;

  /**
   * @param provider the one provider; none when metrics are off
   * @param readers the counts of the provider's readers, in the order of the document
   * @param generation equal for as long as the provider need not be rebuilt
   */
  MetricsState(
      Map<String, Object> document,
      List<Part<SdkMeterProvider>> provider,
      List<PipelineStats> readers,
      Object generation) {
    this.document = document;
    this.provider = provider;
    this.readers = readers;
    this.generation = generation;
  }

  MeterProvider meterProvider() {
    return provider.isEmpty() ? MeterProvider.noop() : provider.get(0).component;
  }

  @Override
  public List<Part<?>> parts() {
    return new ArrayList<>(provider);
  }
}
