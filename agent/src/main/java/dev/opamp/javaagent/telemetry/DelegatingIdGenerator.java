package dev.opamp.javaagent.telemetry;

import io.opentelemetry.sdk.trace.IdGenerator;

/**
 * The one ID generator of all tracer providers whose IDs do not come from the SDK's own. That one
 * is given to providers as it is, because they check the IDs of any other.
 */
final class DelegatingIdGenerator implements IdGenerator {

  private volatile IdGenerator delegate = IdGenerator.random();

  void switchTo(IdGenerator next) {
    delegate = next;
  }

  @Override
  public String generateSpanId() {
    return delegate.generateSpanId();
  }

  @Override
  public String generateTraceId() {
    return delegate.generateTraceId();
  }

  @Override
  public boolean generatesRandomTraceIds() {
    return delegate.generatesRandomTraceIds();
  }

  @Override
  public String toString() {
    return "DelegatingIdGenerator{" + delegate + '}';
  }
}
