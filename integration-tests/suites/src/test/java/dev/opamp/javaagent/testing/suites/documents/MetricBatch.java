package dev.opamp.javaagent.testing.suites.documents;

import dev.opamp.javaagent.testing.sink.ReceivedExport;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Exemplar;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What one request of a metric exporter holds. */
record MetricBatch(ReceivedExport export, List<Metric> metrics, Set<String> scopes) {

  static MetricBatch of(ReceivedExport export) {
    List<ResourceMetrics> resources =
        ((ExportMetricsServiceRequest) export.message()).getResourceMetricsList();
    return new MetricBatch(
        export,
        resources.stream()
            .flatMap(resource -> resource.getScopeMetricsList().stream())
            .flatMap(scope -> scope.getMetricsList().stream())
            .toList(),
        resources.stream()
            .flatMap(resource -> resource.getScopeMetricsList().stream())
            .map(scope -> scope.getScope().getName())
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  boolean has(String name) {
    return find(name).isPresent();
  }

  Optional<Metric> find(String name) {
    return metrics.stream().filter(metric -> metric.getName().equals(name)).findFirst();
  }

  /** How many points the metric of that name has; 0 when there is none. */
  int points(String name) {
    return attributeSets(name).size();
  }

  /** The keys of all its points together. */
  Set<String> keys(String name) {
    return attributeSets(name).stream()
        .flatMap(List::stream)
        .map(KeyValue::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  boolean overflows(String name) {
    return keys(name).contains("otel.metric.overflow");
  }

  private List<List<KeyValue>> attributeSets(String name) {
    return find(name).map(MetricBatch::attributeSets).orElse(List.of());
  }

  private static List<List<KeyValue>> attributeSets(Metric metric) {
    return switch (metric.getDataCase()) {
      case SUM ->
          metric.getSum().getDataPointsList().stream().map(p -> p.getAttributesList()).toList();
      case GAUGE ->
          metric.getGauge().getDataPointsList().stream().map(p -> p.getAttributesList()).toList();
      case HISTOGRAM ->
          metric.getHistogram().getDataPointsList().stream()
              .map(p -> p.getAttributesList())
              .toList();
      case EXPONENTIAL_HISTOGRAM ->
          metric.getExponentialHistogram().getDataPointsList().stream()
              .map(p -> p.getAttributesList())
              .toList();
      default -> List.of();
    };
  }

  List<Exemplar> exemplars(String name) {
    return find(name).stream()
        .flatMap(
            metric ->
                metric.hasSum()
                    ? metric.getSum().getDataPointsList().stream()
                        .flatMap(p -> p.getExemplarsList().stream())
                    : metric.getHistogram().getDataPointsList().stream()
                        .flatMap(p -> p.getExemplarsList().stream()))
        .toList();
  }

  boolean isDelta(String name) {
    AggregationTemporality delta = AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;
    return find(name)
        .map(
            metric ->
                metric.getSum().getAggregationTemporality() == delta
                    || metric.getHistogram().getAggregationTemporality() == delta
                    || metric.getExponentialHistogram().getAggregationTemporality() == delta)
        .orElse(false);
  }
}
