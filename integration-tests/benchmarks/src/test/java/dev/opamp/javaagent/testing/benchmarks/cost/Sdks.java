package dev.opamp.javaagent.testing.benchmarks.cost;

import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.config.SdkDocument;
import dev.opamp.javaagent.telemetry.OwnSdkTarget;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The same configuration twice: once with the builders of the SDK, once as a document that the
 * agent has applied. Processors and exporters do nothing; metrics are collected once an hour.
 */
final class Sdks {

  private static final int HOUR_MILLIS = 3_600_000;

  private final Sampling sampling;

  /** Which spans are recorded. */
  enum Sampling {
    ALL,
    NONE
  }

  Sdks(Sampling sampling) {
    this.sampling = sampling;
  }

  OpenTelemetry raw() {
    SdkMeterProvider meters =
        SdkMeterProvider.builder()
            .registerMetricReader(
                PeriodicMetricReader.builder(new Noop.MetricExport())
                    .setInterval(Duration.ofMillis(HOUR_MILLIS))
                    .build())
            .build();
    return OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder()
                .setSampler(
                    Sampler.parentBased(
                        sampling == Sampling.ALL ? Sampler.alwaysOn() : Sampler.alwaysOff()))
                .addSpanProcessor(new Noop.Spans())
                .build())
        .setMeterProvider(meters)
        .setLoggerProvider(
            SdkLoggerProvider.builder().addLogRecordProcessor(new Noop.LogRecords()).build())
        .build();
  }

  OpenTelemetry managed() {
    try {
      OwnSdkTarget target = new OwnSdkTarget("own", Map.of());
      PreparedChange change = target.prepare(SdkDocument.of(document()));
      change.commit();
      change.retireReplaced();
      return (OpenTelemetry) target.openTelemetry();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, Object> document() {
    String root = sampling == Sampling.ALL ? "always_on" : "always_off";
    Map<String, Object> document = new HashMap<>();
    document.put("file_format", "1.0");
    document.put(
        "tracer_provider",
        Map.of(
            "sampler",
            Map.of("parent_based", Map.of("root", Collections.singletonMap(root, null))),
            "processors",
            List.of(noop())));
    document.put(
        "meter_provider",
        Map.of(
            "readers",
            List.of(Map.of("periodic", Map.of("interval", HOUR_MILLIS, "exporter", noop())))));
    document.put("logger_provider", Map.of("processors", List.of(noop())));
    return document;
  }

  private static Map<String, Object> noop() {
    return Map.of("noop", Map.of());
  }
}
