package dev.opamp.javaagent.telemetry.metrics;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import org.jspecify.annotations.Nullable;

/** One value that a callback observed. Immutable. */
final class Observation {

  private final ObservedSeries series;
  private final boolean whole;
  private final long longValue;
  private final double doubleValue;

  private Observation(ObservedSeries series, boolean whole, long longValue, double doubleValue) {
    this.series = series;
    this.whole = whole;
    this.longValue = longValue;
    this.doubleValue = doubleValue;
  }

  static Observation of(int target, Attributes attributes, long value) {
    return new Observation(new ObservedSeries(target, attributes), true, value, 0);
  }

  static Observation of(int target, Attributes attributes, double value) {
    return new Observation(new ObservedSeries(target, attributes), false, 0, value);
  }

  ObservedSeries series() {
    return series;
  }

  Observation plus(Observation other) {
    return new Observation(
        series, whole, longValue + other.longValue, doubleValue + other.doubleValue);
  }

  /** Returns how much was counted since; null when the count has begun anew in between. */
  @Nullable Observation since(Observation earlier) {
    return longValue < earlier.longValue || doubleValue < earlier.doubleValue
        ? null
        : new Observation(
            series, whole, longValue - earlier.longValue, doubleValue - earlier.doubleValue);
  }

  /** The SDK drops what is not a number, and so must whoever adds it up. */
  boolean isNumber() {
    return !Double.isNaN(doubleValue);
  }

  void recordTo(ObservableMeasurement target) {
    if (whole) {
      ((ObservableLongMeasurement) target).record(longValue, series.attributes());
    } else {
      ((ObservableDoubleMeasurement) target).record(doubleValue, series.attributes());
    }
  }
}
