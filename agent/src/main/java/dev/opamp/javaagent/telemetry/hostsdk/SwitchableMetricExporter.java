package dev.opamp.javaagent.telemetry.hostsdk;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stands where the exporter of a periodic reader stood, from the first offer that asks for another
 * one or that has metrics dropped. What the SDK fixes when it is built (temporality, aggregation,
 * memory mode) is always that of the application's exporter.
 */
final class SwitchableMetricExporter implements MetricExporter {

  private final MetricExporter own;
  private volatile @Nullable Object anchored;
  private volatile @Nullable ReaderPlan offered;
  private volatile @Nullable Predicate<MetricData> filter;

  SwitchableMetricExporter(MetricExporter own) {
    this.own = own;
  }

  /** Keeps something in memory for as long as this, null for nothing. */
  void anchor(@Nullable Object object) {
    anchored = object;
  }

  MetricExporter own() {
    return own;
  }

  /** Says where metrics go, null for the application's exporter. */
  void use(@Nullable ReaderPlan plan) {
    offered = plan;
  }

  /** Has metrics dropped that do not pass, null for none. */
  void filter(@Nullable Predicate<MetricData> passes) {
    filter = passes;
  }

  /** Whether the application's exporter cannot stand here itself. */
  boolean isInUse() {
    return offered != null || filter != null || anchored != null;
  }

  @Override
  public CompletableResultCode export(Collection<MetricData> metrics) {
    ReaderPlan plan = offered;
    Collection<MetricData> rest = filtered(metrics);
    if (rest.isEmpty() && !metrics.isEmpty()) {
      return CompletableResultCode.ofSuccess();
    }
    return plan == null ? own.export(rest) : plan.export(rest);
  }

  private Collection<MetricData> filtered(Collection<MetricData> metrics) {
    Predicate<MetricData> passes = filter;
    if (passes == null) {
      return metrics;
    }
    List<MetricData> rest = new ArrayList<>();
    for (MetricData metric : metrics) {
      if (passes.test(metric)) {
        rest.add(metric);
      }
    }
    return rest;
  }

  @Override
  public CompletableResultCode flush() {
    MetricExporter more = offered();
    return more == null
        ? own.flush()
        : CompletableResultCode.ofAll(Arrays.asList(more.flush(), own.flush()));
  }

  @Override
  public CompletableResultCode shutdown() {
    MetricExporter more = offered();
    return more == null
        ? own.shutdown()
        : CompletableResultCode.ofAll(Arrays.asList(more.shutdown(), own.shutdown()));
  }

  private @Nullable MetricExporter offered() {
    ReaderPlan plan = offered;
    return plan == null ? null : plan.exporter();
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType type) {
    return own.getAggregationTemporality(type);
  }

  @Override
  public Aggregation getDefaultAggregation(InstrumentType type) {
    return own.getDefaultAggregation(type);
  }

  /** Not asked by SDKs that know no memory modes. */
  @Override
  public MemoryMode getMemoryMode() {
    return own.getMemoryMode();
  }

  @Override
  public String toString() {
    return own.toString();
  }
}
