package dev.opamp.javaagent.telemetry.reader;

import static io.opentelemetry.sdk.metrics.data.AggregationTemporality.CUMULATIVE;

import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.metrics.export.DefaultAggregationSelector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What streams an exporter wants. The SDK asks a reader for it once, so a reader can go on with
 * another exporter only if that wants the same. Immutable.
 */
public final class StreamShape {

  private final Map<InstrumentType, AggregationTemporality> temporality =
      new EnumMap<>(InstrumentType.class);
  private final Map<InstrumentType, Aggregation> aggregation = new EnumMap<>(InstrumentType.class);

  private StreamShape() {}

  /** Asks an exporter. */
  public static <E extends AggregationTemporalitySelector & DefaultAggregationSelector>
      StreamShape of(E exporter) {
    StreamShape shape = new StreamShape();
    for (InstrumentType type : InstrumentType.values()) {
      shape.temporality.put(type, exporter.getAggregationTemporality(type));
      shape.aggregation.put(type, exporter.getDefaultAggregation(type));
    }
    return shape;
  }

  AggregationTemporality temporality(InstrumentType type) {
    return temporality.getOrDefault(type, CUMULATIVE);
  }

  Aggregation aggregation(InstrumentType type) {
    return aggregation.getOrDefault(type, Aggregation.defaultAggregation());
  }

  static Collection<MetricData> withoutCumulative(Collection<MetricData> metrics) {
    List<MetricData> others = new ArrayList<>(metrics);
    others.removeIf(StreamShape::isCumulative);
    return others;
  }

  private static boolean isCumulative(MetricData metric) {
    switch (metric.getType()) {
      case LONG_SUM:
        return metric.getLongSumData().getAggregationTemporality() == CUMULATIVE;
      case DOUBLE_SUM:
        return metric.getDoubleSumData().getAggregationTemporality() == CUMULATIVE;
      case HISTOGRAM:
        return metric.getHistogramData().getAggregationTemporality() == CUMULATIVE;
      case EXPONENTIAL_HISTOGRAM:
        return metric.getExponentialHistogramData().getAggregationTemporality() == CUMULATIVE;
      default:
        return false;
    }
  }

  /** Aggregations have no equality of their own, but say what they are. */
  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof StreamShape
        && temporality.equals(((StreamShape) o).temporality)
        && aggregation.toString().equals(((StreamShape) o).aggregation.toString());
  }

  @Override
  public int hashCode() {
    return 31 * temporality.hashCode() + aggregation.toString().hashCode();
  }
}
