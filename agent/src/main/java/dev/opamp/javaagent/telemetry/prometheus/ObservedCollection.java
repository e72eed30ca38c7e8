package dev.opamp.javaagent.telemetry.prometheus;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import java.util.Collection;
import java.util.function.Consumer;

/** Tells of what is collected. */
final class ObservedCollection implements CollectionRegistration {

  private final CollectionRegistration delegate;
  private final Consumer<Collection<MetricData>> listener;

  ObservedCollection(
      CollectionRegistration delegate, Consumer<Collection<MetricData>> listener) {
    this.delegate = delegate;
    this.listener = listener;
  }

  @Override
  public Collection<MetricData> collectAllMetrics() {
    Collection<MetricData> metrics = delegate.collectAllMetrics();
    listener.accept(metrics);
    return metrics;
  }
}
