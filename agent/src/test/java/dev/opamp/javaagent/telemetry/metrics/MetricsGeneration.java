package dev.opamp.javaagent.telemetry.metrics;

import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** A real SDK meter provider and what can be collected from it. */
final class MetricsGeneration implements AutoCloseable {

  private final InMemoryMetricReader reader;
  final SdkMeterProvider provider;

  private MetricsGeneration(InMemoryMetricReader reader) {
    this.reader = reader;
    this.provider = SdkMeterProvider.builder().registerMetricReader(reader).build();
  }

  static MetricsGeneration cumulative() {
    return new MetricsGeneration(InMemoryMetricReader.create());
  }

  static MetricsGeneration delta() {
    return new MetricsGeneration(InMemoryMetricReader.createDelta());
  }

  Collection<MetricData> collect() {
    return reader.collectAllMetrics();
  }

  /** Collects, and adds up all points of one metric of whole numbers; 0 when there is none. */
  long longSum(String name) {
    return collect().stream()
        .filter(metric -> metric.getName().equals(name))
        .flatMap(metric -> metric.getLongSumData().getPoints().stream())
        .mapToLong(LongPointData::getValue)
        .sum();
  }

  /** Collects, and returns the sums of whole numbers by name. */
  Map<String, Long> longSums() {
    Map<String, Long> sums = new HashMap<>();
    for (MetricData metric : collect()) {
      metric
          .getLongSumData()
          .getPoints()
          .forEach(point -> sums.merge(metric.getName(), point.getValue(), Long::sum));
    }
    return sums;
  }

  @Override
  public void close() {
    provider.close();
  }
}
