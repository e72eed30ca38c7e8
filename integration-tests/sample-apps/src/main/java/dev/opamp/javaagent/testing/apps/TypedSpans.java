package dev.opamp.javaagent.testing.apps;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.Map;

/** Spans of all kinds, under all kinds of parents, in two scopes. */
final class TypedSpans {

  static final String SCOPE = "typed.main";
  static final String OTHER_SCOPE = "io.opentelemetry.contrib.typed";
  static final String LONG_TEXT = "0123456789012345678901234567890123456789";

  private final OpenTelemetry telemetry;
  private final Tracer tracer;
  private final Tracer other;

  TypedSpans(OpenTelemetry telemetry) {
    this.telemetry = telemetry;
    this.tracer = telemetry.getTracer(SCOPE, "1.2.3");
    this.other = telemetry.getTracer(OTHER_SCOPE);
  }

  /** The ordinary work: a server span, and a client span of another scope below it. */
  void inServerSpan(Runnable work) {
    Span server =
        tracer
            .spanBuilder("GET /hello")
            .setSpanKind(SpanKind.SERVER)
            .setAttribute("http.route", "/hello")
            .setAttribute("http.path", "/hello")
            .startSpan();
    try (Scope scope = server.makeCurrent()) {
      other.spanBuilder("SELECT greeting").setSpanKind(SpanKind.CLIENT).startSpan().end();
      work.run();
    } finally {
      server.end();
    }
  }

  /** Makes spans as the query says, and answers how many were recorded and sampled. */
  String make(Map<String, String> query) {
    int count = Query.count(query);
    int recorded = 0;
    int sampled = 0;
    for (int i = 0; i < count; i++) {
      Span span = one(query);
      recorded += span.isRecording() ? 1 : 0;
      sampled += span.getSpanContext().isSampled() ? 1 : 0;
      span.end();
    }
    return "recorded=" + recorded + "\nsampled=" + sampled;
  }

  private Span one(Map<String, String> query) {
    String scope = query.getOrDefault("scope", SCOPE);
    SpanBuilder builder =
        telemetry
            .getTracer(scope)
            .spanBuilder(query.get("name"))
            .setSpanKind(SpanKind.valueOf(query.getOrDefault("kind", "INTERNAL")))
            .setParent(Parents.named(query.getOrDefault("parent", "none")));
    String attribute = query.get("attribute");
    if (attribute != null) {
      builder.setAttribute(attribute.split(":", 2)[0], attribute.split(":", 2)[1]);
    }
    return builder.startSpan();
  }

  /** One span with eight of everything that can be limited. */
  String rich(Map<String, String> query) {
    SpanBuilder builder = tracer.spanBuilder(query.get("name")).setNoParent();
    for (int i = 0; i < 8; i++) {
      builder.addLink(Parents.context(false, true), eight());
    }
    Span span = builder.startSpan();
    span.setAllAttributes(eight());
    for (int i = 0; i < 8; i++) {
      span.addEvent("event " + i, eight());
    }
    span.end();
    return "recorded=" + (span.isRecording() ? 1 : 0);
  }

  static Attributes eight() {
    AttributesBuilder attributes = Attributes.builder();
    for (int i = 0; i < 8; i++) {
      attributes.put("key" + i, LONG_TEXT);
    }
    return attributes.build();
  }
}
