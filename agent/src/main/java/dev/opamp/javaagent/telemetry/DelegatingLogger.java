package dev.opamp.javaagent.telemetry;

import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;

/** A logger that applications may keep for ever; one volatile read on top of the SDK's own. */
final class DelegatingLogger implements Logger {

  private volatile Logger delegate;

  DelegatingLogger(Logger delegate) {
    this.delegate = delegate;
  }

  void switchTo(Logger next) {
    delegate = next;
  }

  @Override
  public LogRecordBuilder logRecordBuilder() {
    return delegate.logRecordBuilder();
  }

  @Override
  public boolean isEnabled(Severity severity, Context context) {
    return delegate.isEnabled(severity, context);
  }

  @Override
  public boolean isEnabled(Severity severity) {
    return delegate.isEnabled(severity);
  }
}
