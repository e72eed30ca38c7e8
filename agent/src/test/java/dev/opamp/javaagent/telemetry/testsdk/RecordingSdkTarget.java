package dev.opamp.javaagent.telemetry.testsdk;

import dev.opamp.javaagent.config.ConfigProblem;
import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.config.SdkDocument;
import dev.opamp.javaagent.config.SdkTarget;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.Map;
import java.util.stream.Collectors;

/** A real SDK that remembers the names of the spans it got; built below the API of a test. */
public final class RecordingSdkTarget implements SdkTarget {

  private final String name;
  private final Map<String, Object> base;
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final OpenTelemetrySdk sdk =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(spans))
                  .build())
          .build();

  public RecordingSdkTarget(String name, Map<String, Object> base) {
    this.name = name;
    this.base = base;
  }

  public OpenTelemetry openTelemetry() {
    return sdk;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public PreparedChange prepare(SdkDocument document) throws ConfigRejectedException {
    throw new ConfigRejectedException(new ConfigProblem("", 0, "fixed"));
  }

  @Override
  public SdkDocument inForce() {
    return SdkDocument.of(
        Map.of(
            "spans",
            spans.getFinishedSpanItems().stream()
                .map(SpanData::getName)
                .collect(Collectors.toList())));
  }

  @Override
  public Map<String, Object> resourceAttributes() {
    return base;
  }
}
