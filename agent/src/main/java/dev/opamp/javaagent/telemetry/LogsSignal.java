package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.log.LogOutput;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.exporter.logging.SystemOutLogRecordExporter;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.DeclarativeComponents;
import io.opentelemetry.sdk.common.internal.ScopeConfigurator;
import io.opentelemetry.sdk.logs.LogLimits;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.logs.internal.LoggerConfig;
import io.opentelemetry.sdk.logs.internal.SdkLoggerProviderUtil;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/** Logging; see {@link TracesSignal} for what is swapped and what is rebuilt. */
final class LogsSignal implements Signal {

  private static final int WAKE_ATTEMPTS = 20;
  private static final long WAKE_PAUSE_NANOS = 1_000_000;

  private final DeclarativeComponents components;
  private final DelegatingLoggerProvider loggers;
  private final RetireThread retirement;
  private final Purpose purpose;
  private final SignalStats stats = new SignalStats();
  private final DelegatingLogRecordProcessor processor = new DelegatingLogRecordProcessor();
  private volatile LogLimits limits = LogLimits.getDefault();
  private volatile LogsState state = LogsState.OFF;

  LogsSignal(
      DeclarativeComponents components,
      DelegatingLoggerProvider loggers,
      RetireThread retirement,
      Purpose purpose) {
    this.purpose = purpose;
    this.components = components;
    this.loggers = loggers;
    this.retirement = retirement;
  }

  @Override
  public String section() {
    return "logger_provider";
  }

  @Override
  public String name() {
    return "logs";
  }

  @Override
  public PreparedChange prepare(
      DocumentNode section, DocumentNode general, Resource resource, Reuse reuse)
      throws ConfigRejectedException {
    LogsState next =
        section.isPresent()
            ? build(new PartAssembly(retirement, reuse), section, general, resource)
            : LogsState.OFF;
    return new StateChange<>(state, next, this::publish, retirement, state.stepsTo(next, section));
  }

  private LogsState build(
      PartAssembly assembly, DocumentNode section, DocumentNode general, Resource resource)
      throws ConfigRejectedException {
    Map<String, Object> document = section.map();
    LogsState before = state;
    DocumentNode specific = section.child("limits");
    DocumentNode scopes = section.child(LogsState.CONFIGURATOR);
    List<Part<LogRecordProcessor>> processors =
        assembly.parts(before.processors, section.child("processors").items(), this::processor);
    LogLimits nextLimits =
        assembly.attempt(specific, () -> components.logLimits(general.value(), specific.value()));
    ScopeConfigurator<LoggerConfig> configurator =
        assembly.attempt(scopes, () -> components.loggerConfigurator(scopes.value()));
    ProviderGeneration<LoggerProvider> generation =
        assembly.generation(before.generation, resource, section, () -> provider(resource));
    assembly.finish();
    return new LogsState(
        document,
        processors,
        Objects.requireNonNull(nextLimits),
        Objects.requireNonNull(configurator),
        Objects.requireNonNull(generation));
  }

  private LoggerProvider provider(Resource resource) {
    return components
        .loggerProvider()
        .setResource(resource)
        .addLogRecordProcessor(processor)
        .setLogLimits(() -> limits)
        .build();
  }

  private Part<LogRecordProcessor> processor(DocumentNode node) {
    Part<LogRecordProcessor> built = build(node);
    return purpose == Purpose.PROVING
        ? built.replacedBy(LogRecordProcessor.composite(), node, retirement)
        : built;
  }

  private Part<LogRecordProcessor> build(DocumentNode node) {
    PipelineStats pipeline = stats.open(PipelineLabel.of(node));
    List<LogRecordExporter> exporters = new ArrayList<>(1);
    try {
      LogRecordProcessor built =
          components.logRecordProcessor(
              ConnectedExporters.document(node),
              exporter -> {
                exporters.add(
                    new CountingLogRecordExporter(
                        ConnectedExporters.logRecords(offStdout(exporter), node.connection()),
                        pipeline));
                return exporters.get(exporters.size() - 1);
              },
              pipeline.dropped().telemetry());
      return new Part<>(
          node,
          built,
          pipeline,
          built::forceFlush,
          built::shutdown,
          () -> exporters.forEach(LogRecordExporter::shutdown),
          () -> closed(built, pipeline));
    } catch (RuntimeException | Error e) {
      stats.close(pipeline);
      throw e;
    }
  }

  private static LogRecordExporter offStdout(LogRecordExporter exporter) {
    return exporter instanceof SystemOutLogRecordExporter
        ? new ConsoleLogRecordExporter(LogOutput::console)
        : exporter;
  }

  /**
   * A batch processor's thread would else look only after its delay whether it is to end. It is
   * told by a flush, which is done at once for as long as the thread has not left the last one.
   */
  private void closed(LogRecordProcessor processor, PipelineStats pipeline) {
    if (processor instanceof BatchLogRecordProcessor) {
      for (int i = 0; i < WAKE_ATTEMPTS && processor.forceFlush().isDone(); i++) {
        LockSupport.parkNanos(WAKE_PAUSE_NANOS);
      }
    }
    stats.close(pipeline);
  }

  /** A pipeline is ready before the first record reaches it, and gone after the last. */
  private void publish(LogsState next) {
    if (next.isSilent()) {
      loggers.switchTo(LoggerProvider.noop());
      processor.switchTo(next.pipeline);
    } else {
      limits = next.limits;
      processor.switchTo(next.pipeline);
      loggers.switchTo(
          next.generation.provider, provider -> configure(provider, next.configurator));
    }
    state = next;
  }

  private static void configure(
      LoggerProvider provider, ScopeConfigurator<LoggerConfig> configurator) {
    SdkLoggerProviderUtil.setLoggerConfigurator((SdkLoggerProvider) provider, configurator);
  }

  @Override
  public void switchOff() {
    publish(LogsState.OFF);
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
    for (Part<LogRecordProcessor> part : state.processors) {
      if (part.stats != null) {
        inForce.add(part.stats);
      }
    }
    return stats.snapshot(inForce);
  }
}
