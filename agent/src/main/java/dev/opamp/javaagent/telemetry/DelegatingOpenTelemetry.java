package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.telemetry.metrics.SwitchableMeterProvider;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;

/** What the application sees: an instance that stays the same while everything behind changes. */
final class DelegatingOpenTelemetry implements OpenTelemetry {

  final DelegatingTracerProvider tracers = new DelegatingTracerProvider();
  final SwitchableMeterProvider meters = new SwitchableMeterProvider();
  final DelegatingLoggerProvider loggers = new DelegatingLoggerProvider();
  final DelegatingPropagators propagators = new DelegatingPropagators();

  @Override
  public TracerProvider getTracerProvider() {
    return tracers;
  }

  @Override
  public MeterProvider getMeterProvider() {
    return meters;
  }

  @Override
  public LoggerProvider getLogsBridge() {
    return loggers;
  }

  @Override
  public ContextPropagators getPropagators() {
    return propagators;
  }

  @Override
  public String toString() {
    return "OpenTelemetry managed over OpAMP";
  }
}
