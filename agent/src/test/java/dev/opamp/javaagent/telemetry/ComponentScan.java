package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.telemetry.reader.LiveMetricReader;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.autoconfigure.spi.internal.ComponentProvider;
import io.opentelemetry.sdk.extension.incubator.logs.EventToSpanEventBridge;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks for what a configuration document could name: the types built into the SDK, and those that
 * the providers on the class path add. The agent reads what was found from {@code components.txt}:
 * here a hundred classes are loaded that it may never need.
 */
final class ComponentScan {

  private static final String[] SAMPLERS = {
    "always_on",
    "always_off",
    "parent_based",
    "trace_id_ratio_based",
    "probability/development",
    "composite/development",
    "always_record"
  };

  private static final Map<Class<?>, String[]> PLACES = places();

  private final Set<String> lines = new TreeSet<>();

  private ComponentScan() {}

  /** Returns a line for each: the place, the name, the class. */
  static Set<String> lines(ClassLoader loader) {
    ComponentScan scan = new ComponentScan();
    scan.addBuiltIn();
    new AgentComponents(loader).load(ComponentProvider.class).forEach(scan::add);
    return scan.lines;
  }

  private static Map<Class<?>, String[]> places() {
    Map<Class<?>, String[]> places = new HashMap<>();
    places.put(SpanExporter.class, new String[] {"exporters", "traces"});
    places.put(MetricExporter.class, new String[] {"exporters", "metrics"});
    places.put(LogRecordExporter.class, new String[] {"exporters", "logs"});
    places.put(SpanProcessor.class, new String[] {"processors", "traces"});
    places.put(LogRecordProcessor.class, new String[] {"processors", "logs"});
    places.put(PeriodicMetricReader.class, new String[] {"metric_readers"});
    places.put(Sampler.class, new String[] {"samplers"});
    places.put(TextMapPropagator.class, new String[] {"propagators"});
    places.put(Resource.class, new String[] {"resource_detectors"});
    places.put(IdGenerator.class, new String[] {"id_generators"});
    return places;
  }

  private void addBuiltIn() {
    add(SpanProcessor.class, BatchSpanProcessor.class, "batch");
    add(SpanProcessor.class, SimpleSpanProcessor.class, "simple");
    add(LogRecordProcessor.class, BatchLogRecordProcessor.class, "batch");
    add(LogRecordProcessor.class, SimpleLogRecordProcessor.class, "simple");
    add(
        LogRecordProcessor.class,
        EventToSpanEventBridge.class,
        "event_to_span_event_bridge/development");
    add(PeriodicMetricReader.class, LiveMetricReader.class, "periodic");
    add(PeriodicMetricReader.class, PullReaders.class, PullReaders.KEY);
    add(PullReaders.PROMETHEUS, PullReaders.class, "metric_readers", PullReaders.KEY);
    for (String sampler : SAMPLERS) {
      add(Sampler.class, Sampler.class, sampler);
    }
    add(TextMapPropagator.class, W3CTraceContextPropagator.class, "tracecontext");
    add(TextMapPropagator.class, W3CBaggagePropagator.class, "baggage");
    add(IdGenerator.class, IdGenerator.class, "random");
  }

  private void add(ComponentProvider provider) {
    add(provider.getType(), provider.getClass(), provider.getName());
  }

  /** Without effect for types that no document of this agent can use. */
  private void add(Class<?> type, Class<?> code, String name) {
    String[] place = PLACES.get(type);
    if (place != null) {
      add(name, code, place);
    }
  }

  private void add(String name, Class<?> code, String... place) {
    lines.add(String.join("/", place) + ' ' + name + ' ' + code.getName());
  }
}
