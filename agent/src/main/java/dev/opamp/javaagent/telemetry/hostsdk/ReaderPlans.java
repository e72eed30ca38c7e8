package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Maps the readers of a document to those of the application, in order: readers of an SDK are fixed
 * when it is built, so there can be no more of them, and one that is left over exports nothing.
 */
final class ReaderPlans {

  private static final long DEFAULT_INTERVAL_MILLIS = 60_000;

  private final List<HostReader> readers;

  ReaderPlans(List<HostReader> readers) {
    this.readers = readers;
  }

  Piece<List<ReaderPlan>> piece(DocumentNode place) throws ConfigRejectedException {
    List<ReaderPlan> plans = new ArrayList<>();
    try {
      for (DocumentNode item : place.items()) {
        if (plans.size() == readers.size()) {
          throw Refusal.of(
              item,
              "the application's SDK has "
                  + readers.size()
                  + " periodic metric reader(s), and none can be added");
        }
        plans.add(plan(item, readers.get(plans.size())));
      }
    } catch (ConfigRejectedException | RuntimeException | LinkageError e) {
      closing(plans).shutdown();
      throw e;
    }
    Closing closing = plans.isEmpty() ? Closing.NOTHING : closing(new ArrayList<>(plans));
    while (plans.size() < readers.size()) {
      plans.add(ReaderPlan.OFF);
    }
    return new Piece<>(Collections.unmodifiableList(plans), place, closing);
  }

  private static Closing closing(List<ReaderPlan> plans) {
    return new Closing() {
      @Override
      public CompletableResultCode flush() {
        List<CompletableResultCode> results = new ArrayList<>();
        for (ReaderPlan plan : plans) {
          MetricExporter exporter = plan.exporter();
          if (exporter != null) {
            results.add(plan.lastExport());
            results.add(exporter.flush());
          }
        }
        return CompletableResultCode.ofAll(results);
      }

      @Override
      public CompletableResultCode shutdown() {
        List<CompletableResultCode> results = new ArrayList<>();
        for (ReaderPlan plan : plans) {
          MetricExporter exporter = plan.exporter();
          if (exporter != null) {
            results.add(exporter.shutdown());
          }
        }
        return CompletableResultCode.ofAll(results);
      }
    };
  }

  private static ReaderPlan plan(DocumentNode item, HostReader reader)
      throws ConfigRejectedException {
    DocumentNode periodic = item.child("periodic");
    if (!periodic.isPresent()) {
      throw Refusal.of(item, "only periodic readers are changed in the application's SDK");
    }
    Refusal refusal = new Refusal();
    refusal.unlessIn(
        periodic, "the readers of the application's SDK are fixed in this", "interval", "exporter");
    Object interval = periodic.child("interval").value();
    long millis =
        interval instanceof Number ? ((Number) interval).longValue() : DEFAULT_INTERVAL_MILLIS;
    if (!reader.hasInterval()) {
      refusal.add(periodic.child("interval"), "this SDK's interval cannot be changed");
    }
    refusal.check();
    ClassLoader loader = reader.own().getClass().getClassLoader();
    MetricExporter exporter =
        ContextClassLoader.with(loader, () -> MetricExporters.build(periodic, item));
    try {
      checkStreams(periodic.child("exporter"), reader.own());
    } catch (ConfigRejectedException e) {
      exporter.shutdown();
      throw e;
    }
    return new ReaderPlan(exporter, TimeUnit.MILLISECONDS.toNanos(Math.max(1, millis)));
  }

  /** What the streams of a built SDK are fixed to may be named, but not changed. */
  private static void checkStreams(DocumentNode exporter, MetricExporter own)
      throws ConfigRejectedException {
    DocumentNode node = exporter.children().get(0);
    DocumentNode temporality = node.child("temporality_preference");
    if (temporality.isPresent() && !isTemporality(String.valueOf(temporality.value()), own)) {
      throw Refusal.of(temporality, "the streams of the application's SDK have another one");
    }
    DocumentNode histogram = node.child("default_histogram_aggregation");
    if (histogram.isPresent() && !isAggregation(String.valueOf(histogram.value()), own)) {
      throw Refusal.of(histogram, "the streams of the application's SDK have another one");
    }
  }

  private static boolean isTemporality(String preference, MetricExporter own) {
    boolean deltaCounters = !preference.equals("cumulative");
    boolean deltaObserved = preference.equals("delta");
    return isDelta(own, InstrumentType.COUNTER) == deltaCounters
        && isDelta(own, InstrumentType.OBSERVABLE_COUNTER) == deltaObserved;
  }

  private static boolean isDelta(MetricExporter own, InstrumentType type) {
    return own.getAggregationTemporality(type) == AggregationTemporality.DELTA;
  }

  private static boolean isAggregation(String wanted, MetricExporter own) {
    String actual = own.getDefaultAggregation(InstrumentType.HISTOGRAM).toString();
    boolean exponential = actual.toLowerCase(Locale.ROOT).contains("exponential");
    return exponential == wanted.startsWith("base2_exponential");
  }
}
