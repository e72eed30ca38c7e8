package dev.opamp.javaagent.telemetry;

import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.sdk.logs.LogLimits;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Everything that makes up logging at one time. */
final class LogsState implements StateChange.State {

  static final LogsState OFF =
      new LogsState(
          Collections.emptyMap(),
          Collections.emptyList(),
          LogLimits.getDefault(),
          "off",
          LoggerProvider.noop());

  final Map<String, Object> document;
  final List<Part<LogRecordProcessor>> processors;
  final LogLimits limits;
  final Object generation;
  final LoggerProvider provider;
  final LogRecordProcessor pipeline;

  /**
   * @param generation equal for as long as the provider need not be rebuilt
   */
  LogsState(
      Map<String, Object> document,
      List<Part<LogRecordProcessor>> processors,
      LogLimits limits,
      Object generation,
      LoggerProvider provider) {
    this.document = document;
    this.processors = processors;
    this.limits = limits;
    this.generation = generation;
    this.provider = provider;
    List<LogRecordProcessor> all = new ArrayList<>();
    processors.forEach(part -> all.add(part.component));
    this.pipeline = LogRecordProcessor.composite(all);
  }

  @Override
  public List<Part<?>> parts() {
    return new ArrayList<>(processors);
  }
}
