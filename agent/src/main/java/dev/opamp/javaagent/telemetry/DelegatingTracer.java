package dev.opamp.javaagent.telemetry;

import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;

/** A tracer that applications may keep for ever; one volatile read on top of the SDK's own. */
final class DelegatingTracer implements Tracer {

  private volatile Tracer delegate;

  DelegatingTracer(Tracer delegate) {
    this.delegate = delegate;
  }

  void switchTo(Tracer next) {
    delegate = next;
  }

  @Override
  public SpanBuilder spanBuilder(String spanName) {
    return delegate.spanBuilder(spanName);
  }

  @Override
  public boolean isEnabled() {
    return delegate.isEnabled();
  }
}
