package dev.opamp.javaagent.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;

/**
 * Counts what a batch processor dropped because its queue was full, read from the processor's own
 * metrics ({@code otel.sdk.processor.*.processed} with {@code error.type} {@code queue_full}).
 */
final class DroppedItems {

  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  private final Reader reader = new Reader();
  private final SdkMeterProvider provider =
      SdkMeterProvider.builder().registerMetricReader(reader).build();
  private long countWhenClosed = -1;

  /** To be given to the processor as the destination of its own metrics. */
  MeterProvider telemetry() {
    return provider;
  }

  synchronized long count() {
    return countWhenClosed >= 0 ? countWhenClosed : collect();
  }

  synchronized void close() {
    if (countWhenClosed < 0) {
      countWhenClosed = collect();
      provider.close();
    }
  }

  private long collect() {
    long count = 0;
    for (MetricData metric : reader.registration.collectAllMetrics()) {
      if (metric.getName().endsWith(".processed")) {
        for (LongPointData point : metric.getLongSumData().getPoints()) {
          boolean queueFull = "queue_full".equals(point.getAttributes().get(ERROR_TYPE));
          count += queueFull ? point.getValue() : 0;
        }
      }
    }
    return count;
  }

  /** A reader that is read on demand; it exports nothing. */
  private static final class Reader implements MetricReader {
    private volatile CollectionRegistration registration = CollectionRegistration.noop();

    @Override
    public void register(CollectionRegistration registration) {
      this.registration = registration;
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType instrumentType) {
      return AggregationTemporality.CUMULATIVE;
    }

    @Override
    public CompletableResultCode forceFlush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
