package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.concurrent.Cancellable;
import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.config.AskedDocuments;
import dev.opamp.javaagent.config.ChangeStep;
import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.PreparedChange;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricExporter;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An application's SDK with exporters in memory, under the agent's control. */
final class HostSdkFixture {

  static final Set<Object> TAKEN = Collections.newSetFromMap(new WeakHashMap<>());

  final InMemorySpanExporter spanExporter = InMemorySpanExporter.create();
  final InMemoryMetricExporter metricExporter = InMemoryMetricExporter.create();
  final InMemoryLogRecordExporter logExporter = InMemoryLogRecordExporter.create();
  final AtomicInteger enriched = new AtomicInteger();
  final Sampler sampler = Sampler.parentBased(Sampler.alwaysOn());
  final PeriodicMetricReader reader =
      PeriodicMetricReader.builder(metricExporter).setInterval(Duration.ofHours(1)).build();
  final OpenTelemetrySdk sdk = build();
  final Object spanProcessor = tracerState("activeSpanProcessor");
  final Object logRecordProcessor = loggerState("logRecordProcessor");
  final HostSdkTarget target =
      new HostSdkTarget(
          "shop", Map.of("sdk.version", "1.65.0"), new AtOnce(), Runnable::run, TAKEN);

  HostSdkFixture() {
    target.adopt(sdk);
  }

  private OpenTelemetrySdk build() {
    Resource resource =
        Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "shop"));
    LogRecordProcessor logs = SimpleLogRecordProcessor.create(logExporter);
    return OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder()
                .setResource(resource)
                .setSampler(sampler)
                .addSpanProcessor(new Enriching(enriched))
                .addSpanProcessor(SimpleSpanProcessor.create(spanExporter))
                .build())
        .setMeterProvider(
            SdkMeterProvider.builder().setResource(resource).registerMetricReader(reader).build())
        .setLoggerProvider(
            SdkLoggerProvider.builder().setResource(resource).addLogRecordProcessor(logs).build())
        .setPropagators(
            ContextPropagators.create(
                TextMapPropagator.composite(
                    W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance())))
        .build();
  }

  PreparedChange prepare(String yaml) throws ConfigRejectedException {
    return target.prepare(AskedDocuments.of(yaml));
  }

  List<ChangeStep> apply(String yaml) throws ConfigRejectedException {
    PreparedChange change = prepare(yaml);
    change.commit();
    change.retireReplaced();
    return change.steps();
  }

  @SuppressWarnings("unchecked")
  Map<String, Object> inForce(String section) {
    return (Map<String, Object>) target.inForce().tree().get(section);
  }

  Object tracerState(String field) {
    return SdkField.read(SdkField.read(sdk.getSdkTracerProvider(), "sharedState"), field);
  }

  Object loggerState(String field) {
    return SdkField.read(SdkField.read(sdk.getSdkLoggerProvider(), "sharedState"), field);
  }

  Object readerState(String field) {
    return SdkField.read(reader, field);
  }

  Tracer tracer() {
    return sdk.getTracer("test");
  }

  void span(String name) {
    tracer().spanBuilder(name).startSpan().end();
  }

  void log(Severity severity, String body) {
    sdk.getLogsBridge().get("test").logRecordBuilder().setSeverity(severity).setBody(body).emit();
  }

  void count(String instrument) {
    sdk.getMeter("test").counterBuilder(instrument).build().add(1);
  }

  List<SpanData> spans() {
    return spanExporter.getFinishedSpanItems();
  }

  List<String> spanNames() {
    return spans().stream().map(SpanData::getName).toList();
  }

  List<String> logBodies() {
    return logExporter.getFinishedLogRecordItems().stream()
        .map(log -> String.valueOf(log.getBodyValue().getValue()))
        .toList();
  }

  List<String> collectedNames() {
    metricExporter.reset();
    reader.forceFlush().join(10, TimeUnit.SECONDS);
    return metricExporter.getFinishedMetricItems().stream()
        .map(MetricData::getName)
        .sorted()
        .toList();
  }

  /** An exporter in memory takes nothing any more once it is shut down. */
  boolean exportersShutDown() {
    return !spanExporter.export(List.of()).isSuccess()
        && !logExporter.export(List.of()).isSuccess()
        && !metricExporter.export(List.of()).isSuccess();
  }

  void close() {
    sdk.close();
  }

  /** Adds to spans and exports nothing. */
  private static final class Enriching implements SpanProcessor {
    private final AtomicInteger count;

    Enriching(AtomicInteger count) {
      this.count = count;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
      count.incrementAndGet();
    }

    @Override
    public boolean isStartRequired() {
      return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      throw new AssertionError("not required");
    }

    @Override
    public boolean isEndRequired() {
      return false;
    }
  }

  /** What is replaced ends without a grace. */
  private static final class AtOnce implements SerialExecutor {
    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public Cancellable schedule(Runnable task, Duration delay) {
      task.run();
      return () -> {};
    }
  }
}
