package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.PreparedChange;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.DeclarativeComponents;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Tracing. A change of the sampler, the processors or the limits swaps just that behind the
 * provider in force; only the Resource, the ID generator and the tracer configurator need a new
 * one. Generations share the delegates, so no span in flight is lost.
 */
final class TracesSignal implements Signal {

  private static final Sampler DEFAULT_SAMPLER = Sampler.parentBased(Sampler.alwaysOn());

  private final DeclarativeComponents components;
  private final DelegatingTracerProvider tracers;
  private final RetireThread retirement;
  private final SignalStats stats = new SignalStats();
  private final DelegatingSampler sampler = new DelegatingSampler();
  private final DelegatingSpanProcessor processor = new DelegatingSpanProcessor();
  private volatile SpanLimits limits = SpanLimits.getDefault();
  private volatile TracesState state = TracesState.OFF;

  TracesSignal(
      DeclarativeComponents components, DelegatingTracerProvider tracers, RetireThread retirement) {
    this.components = components;
    this.tracers = tracers;
    this.retirement = retirement;
  }

  @Override
  public String section() {
    return "tracer_provider";
  }

  @Override
  public String name() {
    return "traces";
  }

  @Override
  public PreparedChange prepare(
      DocumentNode section, DocumentNode general, Resource resource, Reuse reuse)
      throws ConfigRejectedException {
    TracesState before = reuse == Reuse.NOTHING ? TracesState.OFF : state;
    TracesState next =
        section.isPresent() ? build(before, section, general, resource) : TracesState.OFF;
    return new StateChange<>(state, next, this::publish, retirement);
  }

  private TracesState build(
      TracesState before, DocumentNode section, DocumentNode general, Resource resource)
      throws ConfigRejectedException {
    Map<String, Object> fixed = section.only("id_generator", "tracer_configurator/development");
    PartAssembly assembly = new PartAssembly(retirement);
    List<Part<Sampler>> samplers =
        assembly.parts(
            before.sampler, Collections.singletonList(section.child("sampler")), this::sampler);
    List<Part<SpanProcessor>> processors =
        assembly.parts(before.processors, section.child("processors").items(), this::processor);
    DocumentNode specific = section.child("limits");
    SpanLimits nextLimits =
        assembly.attempt(specific, () -> components.spanLimits(general.value(), specific.value()));
    Object generation = Arrays.asList(resource, fixed);
    TracerProvider provider =
        generation.equals(before.generation)
            ? before.provider
            : assembly.attempt(section, () -> provider(fixed, resource));
    assembly.finish();
    if (nextLimits == null || provider == null) {
      throw new IllegalStateException("assembly reported no problem for a missing part");
    }
    return new TracesState(section.map(), samplers, processors, nextLimits, generation, provider);
  }

  private TracerProvider provider(Map<String, Object> fixed, Resource resource) {
    return components
        .tracerProvider(fixed)
        .setResource(resource)
        .setSampler(sampler)
        .addSpanProcessor(processor)
        .setSpanLimits(() -> limits)
        .build();
  }

  private Part<Sampler> sampler(DocumentNode node) {
    Sampler built = node.isPresent() ? components.sampler(node.value()) : DEFAULT_SAMPLER;
    return new Part<>(
        node, built, null, CompletableResultCode::ofSuccess, built::shutdown, () -> {});
  }

  private Part<SpanProcessor> processor(DocumentNode node) {
    PipelineStats pipeline = stats.open(PipelineLabel.of(node));
    try {
      SpanProcessor built =
          components.spanProcessor(
              ConnectedExporters.document(node),
              exporter ->
                  new CountingSpanExporter(
                      ConnectedExporters.spans(exporter, node.connection()), pipeline),
              pipeline.dropped().telemetry());
      return new Part<>(
          node, built, pipeline, built::forceFlush, built::shutdown, () -> stats.close(pipeline));
    } catch (RuntimeException | Error e) {
      stats.close(pipeline);
      throw e;
    }
  }

  /** A pipeline is ready before the first span reaches it, and gone after the last. */
  private void publish(TracesState next) {
    if (next == TracesState.OFF) {
      tracers.switchTo(next.provider);
      processor.switchTo(next.pipeline);
    } else {
      sampler.switchTo(next.sampler.get(0).component);
      limits = next.limits;
      processor.switchTo(next.pipeline);
      tracers.switchTo(next.provider);
    }
    state = next;
  }

  @Override
  public void switchOff() {
    publish(TracesState.OFF);
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
    List<PipelineStats> inForce = new ArrayList<>();
    for (Part<SpanProcessor> part : state.processors) {
      if (part.stats != null) {
        inForce.add(part.stats);
      }
    }
    return stats.snapshot(inForce);
  }
}
