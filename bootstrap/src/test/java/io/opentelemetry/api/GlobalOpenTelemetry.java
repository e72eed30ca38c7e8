package io.opentelemetry.api;

/** Stands for the class of that name, which is no dependency here. */
public final class GlobalOpenTelemetry {

  private GlobalOpenTelemetry() {}
}
