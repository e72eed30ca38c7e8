package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.ChangeStep;
import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.config.SwapKind;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.sdk.common.internal.ScopeConfigurator;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.internal.TracerConfig;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Everything that makes up tracing at one time. */
final class TracesState implements StateChange.State {

  static final String CONFIGURATOR = "tracer_configurator/development";

  static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

  private static final String REMOTE_SAMPLER = "jaeger_remote/development";

  static final TracesState OFF =
      new TracesState(
          Collections.emptyMap(),
          Collections.emptyList(),
          Collections.emptyList(),
          Collections.emptyList(),
          SpanLimits.getDefault(),
          TracerConfig.configuratorBuilder().build(),
          new ProviderGeneration<>(TracerProvider.noop(), "off"));

  final Map<String, Object> document;
  final List<Part<Sampler>> sampler;
  final List<Part<IdGenerator>> idGenerator;
  final List<Part<SpanProcessor>> processors;
  final SpanLimits limits;
  final ScopeConfigurator<TracerConfig> configurator;
  final ProviderGeneration<TracerProvider> generation;
  final SpanProcessor pipeline;

  /**
   * Creates a state.
   *
   * @param sampler the one sampler; none when tracing is off
   * @param idGenerator the one ID generator; none when tracing is off
   */
  TracesState(
      Map<String, Object> document,
      List<Part<Sampler>> sampler,
      List<Part<IdGenerator>> idGenerator,
      List<Part<SpanProcessor>> processors,
      SpanLimits limits,
      ScopeConfigurator<TracerConfig> configurator,
      ProviderGeneration<TracerProvider> generation) {
    this.document = document;
    this.sampler = sampler;
    this.idGenerator = idGenerator;
    this.processors = processors;
    this.limits = limits;
    this.configurator = configurator;
    this.generation = generation;
    List<SpanProcessor> all = new ArrayList<>();
    processors.forEach(part -> all.add(part.component));
    this.pipeline = SpanProcessor.composite(all);
  }

  /** Whether IDs come from the SDK's own generator. */
  static boolean isRandom(List<Part<IdGenerator>> generator) {
    return generator.size() == 1 && generator.get(0).component == IdGenerator.random();
  }

  /** Returns the sampler unless it asks for the strategies of another service. */
  List<Part<Sampler>> samplerFor(DocumentNode node, Resource resource) {
    boolean asks = String.valueOf(node.value()).contains(REMOTE_SAMPLER);
    boolean same = generation.isFixedTo(fixedTo(resource, idGenerator));
    return asks && !same ? Collections.emptyList() : sampler;
  }

  /** What cannot be changed in a provider. */
  static Object fixedTo(Resource resource, List<Part<IdGenerator>> generators) {
    return Arrays.asList(resource, isRandom(generators));
  }

  /**
   * Names what changes on the way to another state.
   *
   * @param section the sub-document of the other state
   */
  List<ChangeStep> stepsTo(TracesState next, DocumentNode section) {
    StepCollector steps = new StepCollector();
    if (generation.isReplacedAsAWhole(next.generation, OFF.generation)) {
      return steps.add(section.path(), SwapKind.GENERATION).steps();
    }
    boolean delegated = !isRandom(idGenerator) && !isRandom(next.idGenerator);
    DocumentNode was = section.with(document);
    return steps
        .part(
            section.child("id_generator"),
            idGenerator,
            next.idGenerator,
            delegated ? SwapKind.PARAMETER : SwapKind.GENERATION)
        .part(section.child("sampler"), sampler, next.sampler, SwapKind.PARAMETER)
        .parts(section.child("processors"), processors, next.processors)
        .compare(was.child("limits"), section.child("limits"), SwapKind.PARAMETER)
        .compare(was.child(CONFIGURATOR), section.child(CONFIGURATOR), SwapKind.PARAMETER)
        .steps();
  }

  @Override
  public List<Part<?>> parts() {
    List<Part<?>> parts = new ArrayList<>(processors);
    parts.addAll(sampler);
    parts.addAll(idGenerator);
    return parts;
  }
}
