package dev.opamp.javaagent.testing.suites.soak;

import dev.opamp.javaagent.testing.sink.ReceivedExport;
import dev.opamp.javaagent.testing.sink.ReceivedMetric;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What arrived under one name of a pipeline, at whatever sink and by whatever protocol. */
final class Pipeline {

  final Arrivals spans = new Arrivals("spans");
  final Arrivals logs = new Arrivals("log records");
  final MetricLedger metrics = new MetricLedger();
  final List<Instant> metricExports = new ArrayList<>();

  void add(ReceivedExport export) {
    switch (export.signal()) {
      case TRACES -> traces((ExportTraceServiceRequest) export.message());
      case LOGS -> logs((ExportLogsServiceRequest) export.message());
      case METRICS -> metrics(export, (ExportMetricsServiceRequest) export.message());
    }
  }

  private void traces(ExportTraceServiceRequest request) {
    for (var resource : request.getResourceSpansList()) {
      for (var scope : resource.getScopeSpansList()) {
        if (scope.getScope().getName().equals("counting.spans")) {
          scope.getSpansList().forEach(this::span);
        }
      }
    }
  }

  private void span(Span span) {
    int worker = (int) number(span.getAttributesList(), "worker");
    int number = (int) number(span.getAttributesList(), "number");
    spans.add(worker, number, span.getStartTimeUnixNano());
  }

  private static long number(List<KeyValue> attributes, String key) {
    for (KeyValue attribute : attributes) {
      if (attribute.getKey().equals(key)) {
        return attribute.getValue().getIntValue();
      }
    }
    throw new IllegalArgumentException("no attribute " + key + " in " + attributes);
  }

  private void logs(ExportLogsServiceRequest request) {
    for (var resource : request.getResourceLogsList()) {
      for (var scope : resource.getScopeLogsList()) {
        if (scope.getScope().getName().equals("counting.logs")) {
          scope.getLogRecordsList().forEach(this::log);
        }
      }
    }
  }

  private void log(LogRecord record) {
    String[] words = record.getBody().getStringValue().split(" ");
    long at = record.getTimeUnixNano();
    logs.add(
        Integer.parseInt(words[0]),
        Integer.parseInt(words[1]),
        at == 0 ? record.getObservedTimeUnixNano() : at);
  }

  private void metrics(ReceivedExport export, ExportMetricsServiceRequest request) {
    metricExports.add(export.at());
    for (var resource : request.getResourceMetricsList()) {
      Map<String, String> attributes = text(resource.getResource());
      for (var scope : resource.getScopeMetricsList()) {
        String name = scope.getScope().getName();
        for (var metric : scope.getMetricsList()) {
          metrics.add(new ReceivedMetric(export.at(), attributes, name, metric));
        }
      }
    }
  }

  private static Map<String, String> text(Resource resource) {
    Map<String, String> text = new TreeMap<>();
    for (KeyValue attribute : resource.getAttributesList()) {
      // The host's own attributes are the same in every generation.
      if (attribute.getKey().startsWith("soak.")) {
        text.put(attribute.getKey(), attribute.getValue().getStringValue());
      }
    }
    return text;
  }
}
