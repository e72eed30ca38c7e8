package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.config.PreparedChange;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.DeclarativeComponents;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.internal.ScopeConfigurator;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.internal.SdkTracerProviderUtil;
import io.opentelemetry.sdk.trace.internal.TracerConfig;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * Tracing. Whatever changes is swapped behind the provider in force; only another Resource, and
 * leaving or coming back to the SDK's own ID generator, need a new one. Generations share the
 * delegates, so no span in flight is lost.
 */
final class TracesSignal implements Signal {

  private static final Sampler DEFAULT_SAMPLER = Sampler.parentBased(Sampler.alwaysOn());

  private static final int WAKE_ATTEMPTS = 20;
  private static final long WAKE_PAUSE_NANOS = 1_000_000;

  private final DeclarativeComponents components;
  private final DelegatingTracerProvider tracers;
  private final RetireThread retirement;
  private final Purpose purpose;
  private final SignalStats stats = new SignalStats();
  private final DelegatingSampler sampler = new DelegatingSampler();
  private final DelegatingIdGenerator idGenerator = new DelegatingIdGenerator();
  private final DelegatingSpanProcessor processor = new DelegatingSpanProcessor();
  private volatile SpanLimits limits = SpanLimits.getDefault();
  private volatile TracesState state = TracesState.OFF;

  TracesSignal(
      DeclarativeComponents components,
      DelegatingTracerProvider tracers,
      RetireThread retirement,
      Purpose purpose) {
    this.purpose = purpose;
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
    TracesState next =
        section.isPresent()
            ? build(new PartAssembly(retirement, reuse), section, general, resource)
            : TracesState.OFF;
    return new StateChange<>(state, next, this::publish, retirement, state.stepsTo(next, section));
  }

  private TracesState build(
      PartAssembly assembly, DocumentNode section, DocumentNode general, Resource resource)
      throws ConfigRejectedException {
    Map<String, Object> document = section.map();
    TracesState before = state;
    DocumentNode specific = section.child("limits");
    DocumentNode scopes = section.child(TracesState.CONFIGURATOR);
    List<Part<Sampler>> samplers =
        assembly.part(
            before.samplerFor(section.child("sampler"), resource),
            section.child("sampler"),
            node -> sampler(node, resource));
    List<Part<IdGenerator>> generators =
        assembly.part(before.idGenerator, section.child("id_generator"), this::idGenerator);
    List<Part<SpanProcessor>> processors =
        assembly.parts(before.processors, section.child("processors").items(), this::processor);
    SpanLimits nextLimits =
        assembly.attempt(specific, () -> components.spanLimits(general.value(), specific.value()));
    ScopeConfigurator<TracerConfig> configurator =
        assembly.attempt(scopes, () -> components.tracerConfigurator(scopes.value()));
    Object fixed = TracesState.fixedTo(resource, generators);
    ProviderGeneration<TracerProvider> generation =
        assembly.generation(
            before.generation, fixed, section, () -> provider(generators, resource));
    assembly.finish();
    return new TracesState(
        document,
        samplers,
        generators,
        processors,
        Objects.requireNonNull(nextLimits),
        Objects.requireNonNull(configurator),
        Objects.requireNonNull(generation));
  }

  private TracerProvider provider(List<Part<IdGenerator>> generators, Resource resource) {
    return components
        .tracerProvider()
        .setResource(resource)
        .setIdGenerator(TracesState.isRandom(generators) ? IdGenerator.random() : idGenerator)
        .setSampler(sampler)
        .addSpanProcessor(processor)
        .setSpanLimits(() -> limits)
        .build();
  }

  private Part<Sampler> sampler(DocumentNode node, Resource resource) {
    String service = resource.getAttribute(TracesState.SERVICE_NAME);
    Sampler built = node.isPresent() ? components.sampler(node.value(), service) : DEFAULT_SAMPLER;
    return new Part<>(
        node, built, null, CompletableResultCode::ofSuccess, built::shutdown, () -> {});
  }

  private Part<IdGenerator> idGenerator(DocumentNode node) {
    IdGenerator built =
        node.isPresent() ? components.idGenerator(node.value()) : IdGenerator.random();
    return new Part<>(
        node,
        built,
        null,
        CompletableResultCode::ofSuccess,
        CompletableResultCode::ofSuccess,
        () -> {});
  }

  private Part<SpanProcessor> processor(DocumentNode node) {
    Part<SpanProcessor> built = build(node);
    return purpose == Purpose.PROVING
        ? built.replacedBy(SpanProcessor.composite(), node, retirement)
        : built;
  }

  private Part<SpanProcessor> build(DocumentNode node) {
    PipelineStats pipeline = stats.open(PipelineLabel.of(node));
    List<SpanExporter> exporters = new ArrayList<>(1);
    try {
      SpanProcessor built =
          components.spanProcessor(
              ConnectedExporters.document(node),
              exporter -> {
                exporters.add(
                    new CountingSpanExporter(
                        ConnectedExporters.spans(exporter, node.connection()), pipeline));
                return exporters.get(exporters.size() - 1);
              },
              pipeline.dropped().telemetry());
      return new Part<>(
          node,
          built,
          pipeline,
          built::forceFlush,
          built::shutdown,
          () -> exporters.forEach(SpanExporter::shutdown),
          () -> closed(built, pipeline));
    } catch (RuntimeException | Error e) {
      stats.close(pipeline);
      throw e;
    }
  }

  /**
   * A batch processor's thread would else look only after its delay whether it is to end. It is
   * told by a flush, which is done at once for as long as the thread has not left the last one.
   */
  private void closed(SpanProcessor processor, PipelineStats pipeline) {
    if (processor instanceof BatchSpanProcessor) {
      for (int i = 0; i < WAKE_ATTEMPTS && processor.forceFlush().isDone(); i++) {
        LockSupport.parkNanos(WAKE_PAUSE_NANOS);
      }
    }
    stats.close(pipeline);
  }

  /** A pipeline is ready before the first span reaches it, and gone after the last. */
  private void publish(TracesState next) {
    if (next == TracesState.OFF) {
      tracers.switchTo(next.generation.provider);
      processor.switchTo(next.pipeline);
    } else {
      sampler.switchTo(next.sampler.get(0).component);
      idGenerator.switchTo(next.idGenerator.get(0).component);
      limits = next.limits;
      processor.switchTo(next.pipeline);
      tracers.switchTo(
          next.generation.provider, provider -> configure(provider, next.configurator));
    }
    state = next;
  }

  private static void configure(
      TracerProvider provider, ScopeConfigurator<TracerConfig> configurator) {
    SdkTracerProviderUtil.setTracerConfigurator((SdkTracerProvider) provider, configurator);
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
