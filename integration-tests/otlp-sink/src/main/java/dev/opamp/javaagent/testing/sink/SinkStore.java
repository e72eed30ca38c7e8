package dev.opamp.javaagent.testing.sink;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Everything that arrived, in order. Thread-safe; waiting is by condition, never by polling. */
public final class SinkStore {

  private static final int KEPT = 1_000_000;

  private final List<ReceivedExport> exports = new ArrayList<>();
  private final List<ReceivedExport> refused = new ArrayList<>();
  private final List<ReceivedSpan> spans = new ArrayList<>();
  private final List<ReceivedMetric> metrics = new ArrayList<>();
  private final List<ReceivedLog> logs = new ArrayList<>();
  private final @Nullable Consumer<ReceivedExport> receiver;

  SinkStore() {
    this(null);
  }

  /**
   * @param receiver is given every export instead of this store, one at a time; null for none
   */
  SinkStore(@Nullable Consumer<ReceivedExport> receiver) {
    this.receiver = receiver;
  }

  synchronized void add(ReceivedExport export) {
    if (receiver != null) {
      receiver.accept(export);
      return;
    }
    addBounded(exports, List.of(export));
    switch (export.signal()) {
      case TRACES -> addBounded(spans, spansOf(export));
      case METRICS -> addBounded(metrics, metricsOf(export));
      case LOGS -> addBounded(logs, logsOf(export));
    }
    notifyAll();
  }

  /** An export that was answered with another status than 200; its content does not count. */
  synchronized void addRefused(ReceivedExport export) {
    addBounded(refused, List.of(export));
    notifyAll();
  }

  private static <T> void addBounded(List<T> list, Collection<T> added) {
    if (list.size() + added.size() > KEPT) {
      list.subList(0, list.size() / 2).clear();
    }
    list.addAll(added);
  }

  private static List<ReceivedSpan> spansOf(ReceivedExport export) {
    List<ReceivedSpan> result = new ArrayList<>();
    for (var resource : ((ExportTraceServiceRequest) export.message()).getResourceSpansList()) {
      var attributes = Attributes.asText(resource.getResource().getAttributesList());
      for (var scope : resource.getScopeSpansList()) {
        for (var span : scope.getSpansList()) {
          result.add(new ReceivedSpan(export.at(), attributes, scope.getScope().getName(), span));
        }
      }
    }
    return result;
  }

  private static List<ReceivedMetric> metricsOf(ReceivedExport export) {
    List<ReceivedMetric> result = new ArrayList<>();
    for (var resource : ((ExportMetricsServiceRequest) export.message()).getResourceMetricsList()) {
      var attributes = Attributes.asText(resource.getResource().getAttributesList());
      for (var scope : resource.getScopeMetricsList()) {
        for (var metric : scope.getMetricsList()) {
          result.add(
              new ReceivedMetric(export.at(), attributes, scope.getScope().getName(), metric));
        }
      }
    }
    return result;
  }

  private static List<ReceivedLog> logsOf(ReceivedExport export) {
    List<ReceivedLog> result = new ArrayList<>();
    for (var resource : ((ExportLogsServiceRequest) export.message()).getResourceLogsList()) {
      var attributes = Attributes.asText(resource.getResource().getAttributesList());
      for (var scope : resource.getScopeLogsList()) {
        for (var log : scope.getLogRecordsList()) {
          result.add(new ReceivedLog(export.at(), attributes, scope.getScope().getName(), log));
        }
      }
    }
    return result;
  }

  public synchronized List<ReceivedExport> exports(Signal signal) {
    return exports.stream().filter(export -> export.signal() == signal).toList();
  }

  /** Exports that were answered with another status than 200. */
  public synchronized List<ReceivedExport> refused() {
    return List.copyOf(refused);
  }

  public synchronized List<ReceivedSpan> spans() {
    return List.copyOf(spans);
  }

  public synchronized List<ReceivedMetric> metrics() {
    return List.copyOf(metrics);
  }

  public synchronized List<ReceivedLog> logs() {
    return List.copyOf(logs);
  }

  /** Forgets everything that arrived so far. */
  public synchronized void clear() {
    exports.clear();
    refused.clear();
    spans.clear();
    metrics.clear();
    logs.clear();
  }

  /**
   * Waits until something is true of what arrived.
   *
   * @throws TimeoutException when it is not true in time
   */
  public synchronized void await(String what, Predicate<SinkStore> condition, Duration timeout)
      throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!condition.test(this)) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new TimeoutException(
            "not seen within %s: %s (%d spans, %d metrics, %d logs arrived)"
                .formatted(timeout, what, spans.size(), metrics.size(), logs.size()));
      }
      wait(Math.max(1, left / 1_000_000));
    }
  }
}
