package dev.opamp.javaagent.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Propagators that can be replaced behind the one propagator applications hold. */
final class DelegatingPropagators implements ContextPropagators, TextMapPropagator {

  private volatile TextMapPropagator delegate = TextMapPropagator.noop();

  void switchTo(TextMapPropagator next) {
    delegate = next;
  }

  @Override
  public TextMapPropagator getTextMapPropagator() {
    return this;
  }

  @Override
  public Collection<String> fields() {
    return delegate.fields();
  }

  @Override
  public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
    delegate.inject(context, carrier, setter);
  }

  @Override
  public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
    return delegate.extract(context, carrier, getter);
  }

  @Override
  public String toString() {
    return "DelegatingPropagators{" + delegate + '}';
  }
}
