package dev.opamp.javaagent.owntelemetry;

import io.opentelemetry.api.metrics.Meter;

/** Something with values to observe. Registered anew with the meter of each destination. */
interface MetricSource {

  void register(Meter meter);
}
