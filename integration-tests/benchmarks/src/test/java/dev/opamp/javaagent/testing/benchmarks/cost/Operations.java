package dev.opamp.javaagent.testing.benchmarks.cost;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;

/** What an application does through the API, with everything obtained beforehand. */
final class Operations {

  private static final String SCOPE = "cost";

  private final Attributes attributes =
      Attributes.of(
          AttributeKey.stringKey("http.request.method"),
          "GET",
          AttributeKey.longKey("http.response.status_code"),
          200L);
  private final Tracer tracer;
  private final Logger logger;
  private final LongCounter counter;
  private final DoubleHistogram histogram;

  Operations(OpenTelemetry telemetry) {
    this.tracer = telemetry.getTracer(SCOPE);
    this.logger = telemetry.getLogsBridge().get(SCOPE);
    Meter meter = telemetry.getMeter(SCOPE);
    this.counter = meter.counterBuilder("requests").build();
    this.histogram = meter.histogramBuilder("duration").setUnit("s").build();
  }

  Span span() {
    Span span = tracer.spanBuilder("GET /").startSpan();
    span.end();
    return span;
  }

  void add() {
    counter.add(1, attributes);
  }

  void record() {
    histogram.record(0.042, attributes);
  }

  void emit() {
    logger.logRecordBuilder().setSeverity(Severity.INFO).setBody("greeting composed").emit();
  }
}
