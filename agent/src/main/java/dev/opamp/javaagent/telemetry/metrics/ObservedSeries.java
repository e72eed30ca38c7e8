package dev.opamp.javaagent.telemetry.metrics;

import io.opentelemetry.api.common.Attributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One of the instruments of a callback, by its position, and a set of attributes. Immutable. */
final class ObservedSeries {

  private final int target;
  private final Attributes attributes;

  ObservedSeries(int target, Attributes attributes) {
    this.target = target;
    this.attributes = attributes;
  }

  int target() {
    return target;
  }

  Attributes attributes() {
    return attributes;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof ObservedSeries
        && target == ((ObservedSeries) o).target
        && Objects.equals(attributes, ((ObservedSeries) o).attributes);
  }

  @Override
  public int hashCode() {
    return 31 * target + Objects.hashCode(attributes);
  }
}
