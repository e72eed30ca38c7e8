package dev.opamp.javaagent.config.compat;

/** A signal, and the words that a declarative document has for its parts. */
enum Signal {
  TRACES("tracer_provider", "processors", "tracer_configurator/development", "tracers"),
  METRICS("meter_provider", "readers", "meter_configurator/development", "meters"),
  LOGS("logger_provider", "processors", "logger_configurator/development", "loggers");

  final String provider;

  /** The list that telemetry leaves through. */
  final String outlets;

  final String configurator;

  /** The list of scopes in the configurator; the first that matches counts. */
  final String scopes;

  Signal(String provider, String outlets, String configurator, String scopes) {
    this.provider = provider;
    this.outlets = outlets;
    this.configurator = configurator;
    this.scopes = scopes;
  }
}
