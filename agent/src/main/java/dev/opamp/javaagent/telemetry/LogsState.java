package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.ChangeStep;
import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.config.SwapKind;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.sdk.common.internal.ScopeConfigurator;
import io.opentelemetry.sdk.logs.LogLimits;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.internal.LoggerConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Everything that makes up logging at one time. */
final class LogsState implements StateChange.State {

  static final String CONFIGURATOR = "logger_configurator/development";

  static final LogsState OFF =
      new LogsState(
          Collections.emptyMap(),
          Collections.emptyList(),
          LogLimits.getDefault(),
          LoggerConfig.configuratorBuilder().build(),
          new ProviderGeneration<>(LoggerProvider.noop(), "off"));

  final Map<String, Object> document;
  final List<Part<LogRecordProcessor>> processors;
  final LogLimits limits;
  final ScopeConfigurator<LoggerConfig> configurator;
  final ProviderGeneration<LoggerProvider> generation;
  final LogRecordProcessor pipeline;

  LogsState(
      Map<String, Object> document,
      List<Part<LogRecordProcessor>> processors,
      LogLimits limits,
      ScopeConfigurator<LoggerConfig> configurator,
      ProviderGeneration<LoggerProvider> generation) {
    this.document = document;
    this.processors = processors;
    this.limits = limits;
    this.configurator = configurator;
    this.generation = generation;
    List<LogRecordProcessor> all = new ArrayList<>();
    processors.forEach(part -> all.add(part.component));
    this.pipeline = LogRecordProcessor.composite(all);
  }

  /** Without a processor nobody would see the records, so nothing makes any, as in the SDK. */
  boolean isSilent() {
    return processors.isEmpty();
  }

  /**
   * Names what changes on the way to another state.
   *
   * @param section the sub-document of the other state
   */
  List<ChangeStep> stepsTo(LogsState next, DocumentNode section) {
    StepCollector steps = new StepCollector();
    if (generation.isReplacedAsAWhole(next.generation, OFF.generation)) {
      return steps.add(section.path(), SwapKind.GENERATION).steps();
    }
    DocumentNode was = section.with(document);
    return steps
        .parts(section.child("processors"), processors, next.processors)
        .compare(was.child("limits"), section.child("limits"), SwapKind.PARAMETER)
        .compare(was.child(CONFIGURATOR), section.child(CONFIGURATOR), SwapKind.PARAMETER)
        .steps();
  }

  @Override
  public List<Part<?>> parts() {
    return new ArrayList<>(processors);
  }
}
