package dev.opamp.javaagent.testing.suites.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.testing.sink.ReceivedMetric;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.Sum;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The books see what they are there to see. */
class BooksTest {

  private static final AggregationTemporality CUMULATIVE =
      AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE;
  private static final AggregationTemporality DELTA =
      AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;

  private final Arrivals arrivals = new Arrivals("spans");
  private final MetricLedger metrics = new MetricLedger();

  @Test
  void missingRepeatedAndUnknownItemsAreTold() {
    arrivals.add(0, 1, 1000);
    arrivals.add(0, 2, 2000);
    arrivals.add(0, 2, 2000);
    arrivals.add(0, 9, 9000);
    Map<Integer, BitSet> produced = Map.of(0, BitSet.valueOf(new byte[] {0b1110}));
    assertThat(arrivals.hasAll(produced)).isFalse();
    assertThat(arrivals.missing(produced))
        .singleElement()
        .satisfies(each -> assertThat(each.text()).contains("missing: 1, the first [3]"))
        .satisfies(each -> assertThat(each.at()).isEqualTo(Instant.ofEpochSecond(0, 2000)));
    assertThat(arrivals.surplus(produced))
        .extracting(Difference::text)
        .satisfiesExactly(
            each ->
                assertThat(each).startsWith("spans of worker 0 arrived twice: 1, the first [2]"),
            each -> assertThat(each).startsWith("spans of worker 0 never made: 1, the first [9]"));
  }

  @Test
  void aWorkerOfWhichNothingArrivedIsMissing() {
    assertThat(arrivals.missing(Map.of(7, BitSet.valueOf(new byte[] {1})))).hasSize(1);
  }

  @Test
  void streamsOfBothTemporalitiesAddUp() {
    add("soak.requests", CUMULATIVE, 100, 200, 5);
    add("soak.requests", CUMULATIVE, 100, 300, 8);
    add("soak.requests_2", CUMULATIVE, 300, 400, 2);
    add("soak.requests", DELTA, 400, 500, 1);
    add("soak.requests", DELTA, 500, 600, 4);
    assertThat(metrics.differences(Map.of("sum soak.requests a", 4 * 15L))).isEmpty();
    assertThat(metrics.differences(Map.of("sum soak.requests a", 4 * 16L)))
        .containsExactly("sum soak.requests a: made 64, arrived 60, difference -4 (in quarters)");
    assertThat(metrics.overlaps()).isEmpty();
  }

  @Test
  void aReplacedStreamThatGoesOnOverlaps() {
    add("soak.requests", CUMULATIVE, 100, 200, 5);
    add("soak.requests", CUMULATIVE, 300, 400, 2);
    add("soak.requests", CUMULATIVE, 100, 350, 5);
    assertThat(metrics.overlaps()).hasSize(1);
  }

  @Test
  void whatNeverArrivedIsADifference() {
    assertThat(metrics.differences(Map.of("sum soak.jobs a", 4L, "last soak.load a", 4L)))
        .hasSize(2);
  }

  @Test
  void aGapIsMeasuredAgainstTheIntervalsInForce() {
    Transitions transitions = new Transitions();
    Instant start = Instant.ofEpochSecond(1000);
    transitions.add(
        new RandomDocuments.Document("{}", 3000), start.plusSeconds(10), start.plusSeconds(11));
    List<Instant> exports = List.of(start, start.plusMillis(2600), start.plusMillis(14_000));
    assertThat(transitions.gaps(exports, 500, Duration.ofSeconds(2)))
        .extracting(Difference::text)
        .containsExactly(
            "no export of metrics for 2600 ms at an interval of 500 ms",
            "no export of metrics for 11400 ms at an interval of 3000 ms");
  }

  private void add(
      String name, AggregationTemporality temporality, long start, long time, long value) {
    NumberDataPoint point =
        NumberDataPoint.newBuilder()
            .addAttributes(
                KeyValue.newBuilder()
                    .setKey("route")
                    .setValue(AnyValue.newBuilder().setStringValue("a")))
            .setStartTimeUnixNano(start)
            .setTimeUnixNano(time)
            .setAsInt(value)
            .build();
    Sum sum = Sum.newBuilder().setAggregationTemporality(temporality).addDataPoints(point).build();
    metrics.add(
        new ReceivedMetric(
            Instant.now(),
            Map.of(),
            "counting.metrics",
            Metric.newBuilder().setName(name).setSum(sum).build()));
  }
}
