package dev.opamp.javaagent.telemetry;

import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Everything that makes up tracing at one time. */
final class TracesState implements StateChange.State {

  static final TracesState OFF =
      new TracesState(
          Collections.emptyMap(),
          Collections.emptyList(),
          Collections.emptyList(),
          SpanLimits.getDefault(),
          "off",
          TracerProvider.noop());

  final Map<String, Object> document;
  final List<Part<Sampler>> sampler;
  final List<Part<SpanProcessor>> processors;
  final SpanLimits limits;
  final Object generation;
  final TracerProvider provider;
  final SpanProcessor pipeline;

  /**
   * @param sampler the one sampler; none when tracing is off
   * @param generation equal for as long as the provider need not be rebuilt
   */
  TracesState(
      Map<String, Object> document,
      List<Part<Sampler>> sampler,
      List<Part<SpanProcessor>> processors,
      SpanLimits limits,
      Object generation,
      TracerProvider provider) {
    this.document = document;
    this.sampler = sampler;
    this.processors = processors;
    this.limits = limits;
    this.generation = generation;
    this.provider = provider;
    List<SpanProcessor> all = new ArrayList<>();
    processors.forEach(part -> all.add(part.component));
    this.pipeline = SpanProcessor.composite(all);
  }

  @Override
  public List<Part<?>> parts() {
    List<Part<?>> parts = new ArrayList<>(processors);
    parts.addAll(sampler);
    return parts;
  }
}
