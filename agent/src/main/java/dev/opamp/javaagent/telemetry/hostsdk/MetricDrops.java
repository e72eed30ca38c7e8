package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The views of a document that drop what they select. Views of an SDK are fixed when it is built,
 * so metrics are dropped when they are exported; nothing else that a view can do can be done there.
 */
final class MetricDrops {

  private MetricDrops() {}

  /** Returns what passes. */
  static Piece<Predicate<MetricData>> piece(DocumentNode place) throws ConfigRejectedException {
    Refusal refusal = new Refusal();
    List<Predicate<MetricData>> dropped = new ArrayList<>();
    for (DocumentNode view : place.items()) {
      checkDrops(view.child("stream"), refusal);
      dropped.add(selected(view.child("selector"), refusal));
    }
    refusal.check();
    Predicate<MetricData> passes =
        metric -> {
          for (Predicate<MetricData> drop : dropped) {
            if (drop.test(metric)) {
              return false;
            }
          }
          return true;
        };
    return new Piece<>(passes, place, Closing.NOTHING);
  }

  private static void checkDrops(DocumentNode stream, Refusal refusal) {
    refusal.unlessIn(
        stream, "the views of an SDK are fixed; only dropping can be done", "aggregation");
    DocumentNode aggregation = stream.child("aggregation");
    if (!aggregation.hasKey("drop")) {
      refusal.add(aggregation, "the views of an SDK are fixed; only drop can be done");
    }
  }

  private static Predicate<MetricData> selected(DocumentNode selector, Refusal refusal) {
    refusal.unlessIn(
        selector,
        "cannot be told from what the application's SDK exports",
        "instrument_name",
        "unit",
        "meter_name",
        "meter_version",
        "meter_schema_url");
    Object name = selector.child("instrument_name").value();
    NamePattern pattern = name == null ? null : NamePattern.ofAnyCase(name.toString());
    Object unit = selector.child("unit").value();
    Object meter = selector.child("meter_name").value();
    Object version = selector.child("meter_version").value();
    Object schemaUrl = selector.child("meter_schema_url").value();
    return metric ->
        (pattern == null || pattern.matches(metric.getName()))
            && fits(unit, metric.getUnit())
            && fits(meter, metric.getInstrumentationScopeInfo().getName())
            && fits(version, metric.getInstrumentationScopeInfo().getVersion())
            && fits(schemaUrl, metric.getInstrumentationScopeInfo().getSchemaUrl());
  }

  private static boolean fits(@Nullable Object wanted, @Nullable String actual) {
    return wanted == null || Objects.equals(wanted.toString(), actual);
  }
}
