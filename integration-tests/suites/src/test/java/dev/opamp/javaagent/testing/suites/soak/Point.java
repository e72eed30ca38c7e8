package dev.opamp.javaagent.testing.suites.soak;

import dev.opamp.javaagent.testing.sink.ReceivedMetric;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One data point of any kind of metric, values in quarters.
 *
 * @param attributes as text, without those of exemplars
 * @param count four times the number of recordings of a histogram; 0 for other kinds
 */
record Point(
    Map<String, String> attributes,
    boolean delta,
    boolean sum,
    long start,
    long time,
    long value,
    long count) {

  String route() {
    return attributes.getOrDefault("route", "?");
  }

  static List<Point> of(ReceivedMetric received) {
    Metric metric = received.metric();
    List<Point> points = new ArrayList<>();
    switch (metric.getDataCase()) {
      case GAUGE ->
          metric.getGauge().getDataPointsList().forEach(p -> points.add(number(p, false, false)));
      case SUM -> {
        boolean delta = isDelta(metric.getSum().getAggregationTemporality());
        metric.getSum().getDataPointsList().forEach(p -> points.add(number(p, delta, true)));
      }
      case HISTOGRAM -> {
        boolean delta = isDelta(metric.getHistogram().getAggregationTemporality());
        for (var p : metric.getHistogram().getDataPointsList()) {
          points.add(
              new Point(
                  text(p.getAttributesList()),
                  delta,
                  true,
                  p.getStartTimeUnixNano(),
                  p.getTimeUnixNano(),
                  quarters(p.getSum()),
                  4 * p.getCount()));
        }
      }
      case EXPONENTIAL_HISTOGRAM -> {
        boolean delta = isDelta(metric.getExponentialHistogram().getAggregationTemporality());
        for (var p : metric.getExponentialHistogram().getDataPointsList()) {
          points.add(
              new Point(
                  text(p.getAttributesList()),
                  delta,
                  true,
                  p.getStartTimeUnixNano(),
                  p.getTimeUnixNano(),
                  quarters(p.getSum()),
                  4 * p.getCount()));
        }
      }
      default -> throw new IllegalArgumentException(metric.getName() + " " + metric.getDataCase());
    }
    return points;
  }

  private static Point number(NumberDataPoint p, boolean delta, boolean sum) {
    long value = p.hasAsInt() ? 4 * p.getAsInt() : quarters(p.getAsDouble());
    return new Point(
        text(p.getAttributesList()),
        delta,
        sum,
        p.getStartTimeUnixNano(),
        p.getTimeUnixNano(),
        value,
        0);
  }

  private static boolean isDelta(AggregationTemporality temporality) {
    return temporality == AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;
  }

  private static long quarters(double value) {
    return Math.round(4 * value);
  }

  private static Map<String, String> text(List<KeyValue> attributes) {
    Map<String, String> text = new TreeMap<>();
    for (KeyValue attribute : attributes) {
      var value = attribute.getValue();
      text.put(
          attribute.getKey(),
          value.hasStringValue() ? value.getStringValue() : Long.toString(value.getIntValue()));
    }
    return text;
  }
}
