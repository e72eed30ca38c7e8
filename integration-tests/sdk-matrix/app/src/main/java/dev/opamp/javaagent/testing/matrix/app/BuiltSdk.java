package dev.opamp.javaagent.testing.matrix.app;

import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.OpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;

/** An SDK as an application builds it in its own code. */
final class BuiltSdk {

  static final Duration DELAY = Duration.ofMillis(100);
  static final Duration METRIC_INTERVAL = Duration.ofMillis(300);

  private BuiltSdk() {}

  static OpenTelemetrySdk build(Destination destination, boolean global) {
    Resource resource =
        Resource.getDefault()
            .merge(
                Resource.create(
                    Attributes.of(
                        AttributeKey.stringKey("service.name"),
                        destination.service(),
                        AttributeKey.stringKey("app.tier"),
                        "gold")));
    OpenTelemetrySdkBuilder sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(tracerProvider(destination, resource))
            .setMeterProvider(meterProvider(destination, resource))
            .setPropagators(
                ContextPropagators.create(
                    TextMapPropagator.composite(
                        W3CTraceContextPropagator.getInstance(),
                        W3CBaggagePropagator.getInstance())));
    if (destination.logs()) {
      BuiltLogs.addTo(sdk, destination, resource);
    }
    return global ? sdk.buildAndRegisterGlobal() : sdk.build();
  }

  private static SdkTracerProvider tracerProvider(Destination destination, Resource resource) {
    return SdkTracerProvider.builder()
        .setResource(resource)
        .addSpanProcessor(new TaggingProcessor())
        .addSpanProcessor(
            BatchSpanProcessor.builder(spanExporter(destination)).setScheduleDelay(DELAY).build())
        .build();
  }

  private static SpanExporter spanExporter(Destination destination) {
    return destination.grpc()
        ? OtlpGrpcSpanExporter.builder()
            .setEndpoint(destination.endpoint())
            .addHeader(Destination.KEY_HEADER, Destination.KEY)
            .build()
        : OtlpHttpSpanExporter.builder()
            .setEndpoint(destination.endpoint() + "/v1/traces")
            .addHeader(Destination.KEY_HEADER, Destination.KEY)
            .build();
  }

  private static SdkMeterProvider meterProvider(Destination destination, Resource resource) {
    return SdkMeterProvider.builder()
        .setResource(resource)
        .registerMetricReader(
            PeriodicMetricReader.builder(metricExporter(destination))
                .setInterval(METRIC_INTERVAL)
                .build())
        .build();
  }

  private static MetricExporter metricExporter(Destination destination) {
    return destination.grpc()
        ? OtlpGrpcMetricExporter.builder()
            .setEndpoint(destination.endpoint())
            .addHeader(Destination.KEY_HEADER, Destination.KEY)
            .build()
        : OtlpHttpMetricExporter.builder()
            .setEndpoint(destination.endpoint() + "/v1/metrics")
            .addHeader(Destination.KEY_HEADER, Destination.KEY)
            .build();
  }
}
