package dev.opamp.javaagent.telemetry.reader;

import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.metrics.export.DefaultAggregationSelector;
import java.util.EnumMap;
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
    return temporality.getOrDefault(type, AggregationTemporality.CUMULATIVE);
  }

  Aggregation aggregation(InstrumentType type) {
    return aggregation.getOrDefault(type, Aggregation.defaultAggregation());
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
