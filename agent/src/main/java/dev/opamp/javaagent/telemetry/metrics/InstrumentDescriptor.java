package dev.opamp.javaagent.telemetry.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything an application says about an instrument; what it leaves unset stays unset on the
 * delegate. Immutable.
 */
final class InstrumentDescriptor {

  private final String name;
  private final @Nullable String description;
  private final @Nullable String unit;
  private final @Nullable List<? extends Number> boundaries;

  InstrumentDescriptor(String name) {
    this(name, null, null, null);
  }

  private InstrumentDescriptor(
      String name,
      @Nullable String description,
      @Nullable String unit,
      @Nullable List<? extends Number> boundaries) {
    this.name = name;
    this.description = description;
    this.unit = unit;
    this.boundaries = boundaries;
  }

  String name() {
    return name;
  }

  InstrumentDescriptor withDescription(String value) {
    return new InstrumentDescriptor(name, value, unit, boundaries);
  }

  InstrumentDescriptor withUnit(String value) {
    return new InstrumentDescriptor(name, description, value, boundaries);
  }

  /** Returns a copy with these boundaries; null, which the SDK refuses too, changes nothing. */
  InstrumentDescriptor withBoundaries(@Nullable List<? extends Number> values) {
    if (values == null) {
      return this;
    }
    List<Number> copy = Collections.unmodifiableList(new ArrayList<>(values));
    return new InstrumentDescriptor(name, description, unit, copy);
  }

  /** Boundaries belong to one number type: a builder that changes it starts without them. */
  InstrumentDescriptor withoutBoundaries() {
    return new InstrumentDescriptor(name, description, unit, null);
  }

  /** Hands the description and the unit on, where set. */
  void describe(Consumer<String> toDescription, Consumer<String> toUnit) {
    if (description != null) {
      toDescription.accept(description);
    }
    if (unit != null) {
      toUnit.accept(unit);
    }
  }

  void adviseDoubles(Consumer<List<Double>> toBoundaries) {
    if (boundaries != null) {
      List<Double> values = new ArrayList<>();
      boundaries.forEach(boundary -> values.add((Double) boundary));
      toBoundaries.accept(values);
    }
  }

  void adviseLongs(Consumer<List<Long>> toBoundaries) {
    if (boundaries != null) {
      List<Long> values = new ArrayList<>();
      boundaries.forEach(boundary -> values.add((Long) boundary));
      toBoundaries.accept(values);
    }
  }

  @Override
  public boolean equals(@Nullable Object o) {
    if (!(o instanceof InstrumentDescriptor)) {
      return false;
    }
    InstrumentDescriptor other = (InstrumentDescriptor) o;
    return Objects.equals(name, other.name)
        && Objects.equals(description, other.description)
        && Objects.equals(unit, other.unit)
        && Objects.equals(boundaries, other.boundaries);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, description, unit, boundaries);
  }
}
