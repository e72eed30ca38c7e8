package dev.opamp.javaagent.telemetry.attach;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * An application that uses all of an OpenTelemetry API: with what came after 1.20 in classes of its
 * own, so that it also runs with an API that does not have that.
 */
public final class TelemetryApplication implements Function<String, Object> {

  static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  static final String PARENT = "b7ad6b7169203331";

  private final OpenTelemetry openTelemetry = GlobalOpenTelemetry.get();
  private final Tracer tracer =
      openTelemetry.tracerBuilder("app").setInstrumentationVersion("1").build();
  private final Meter meter = openTelemetry.meterBuilder("app").build();
  private final Instruments instruments = new Instruments(meter);

  /**
   * Does one thing.
   *
   * @param command one of the words below, or headers, one a line, to be extracted
   */
  @Override
  public Object apply(String command) {
    switch (command) {
      case "spans":
        return spans();
      case "metrics":
        instruments.record();
        return "";
      case "gauges":
        return Gauges.record(meter);
      case "logs":
        return Logs.emit(openTelemetry, remoteContext());
      case "inject":
        return inject();
      default:
        return extract(command);
    }
  }

  private static Context remoteContext() {
    return Context.root()
        .with(
            Span.wrap(
                SpanContext.createFromRemoteParent(
                    TRACE,
                    PARENT,
                    TraceFlags.getSampled(),
                    TraceState.builder().put("vendor", "x").build())));
  }

  private String spans() {
    Span parent =
        tracer
            .spanBuilder("parent")
            .setParent(remoteContext())
            .setSpanKind(SpanKind.SERVER)
            .setAttribute("text", "value")
            .setAttribute("number", 7)
            .setAttribute("fraction", 0.5)
            .setAttribute("flag", true)
            .startSpan();
    try (Scope ignored = parent.makeCurrent()) {
      Span child =
          tracer
              .spanBuilder("child")
              .addLink(parent.getSpanContext(), Attributes.of(AttributeKey.longKey("link"), 1L))
              .setAttribute(
                  AttributeKey.stringArrayKey("list"), Collections.singletonList("element"))
              .startSpan();
      child.addEvent("event", Attributes.of(AttributeKey.booleanKey("of the event"), true));
      child.recordException(new IllegalStateException("recorded"));
      child.setStatus(StatusCode.ERROR, "failed");
      child.updateName("child, renamed");
      child.end();
    } finally {
      parent.end();
    }
    Span root = tracer.spanBuilder("root").setNoParent().startSpan();
    root.end();
    return root.getSpanContext().getTraceFlags().asHex();
  }

  private Map<String, String> inject() {
    Map<String, String> headers = new TreeMap<>();
    Context context =
        Baggage.builder().put("tenant", "shop").build().storeInContext(remoteContext());
    propagator().inject(context, headers, (carrier, name, value) -> carrier.put(name, value));
    return headers;
  }

  private String extract(String lines) {
    Map<String, String> headers = new HashMap<>();
    for (String line : lines.split("\n")) {
      int equals = line.indexOf('=');
      headers.put(line.substring(0, equals), line.substring(equals + 1));
    }
    Context context = propagator().extract(Context.root(), headers, new MapGetter());
    SpanContext span = Span.fromContext(context).getSpanContext();
    return span.getTraceId()
        + " "
        + span.getSpanId()
        + " "
        + span.getTraceFlags().asHex()
        + " "
        + Baggage.fromContext(context).getEntryValue("tenant");
  }

  private TextMapPropagator propagator() {
    return openTelemetry.getPropagators().getTextMapPropagator();
  }

  private static final class MapGetter implements TextMapGetter<Map<String, String>> {
    @Override
    public Iterable<String> keys(Map<String, String> carrier) {
      return carrier.keySet();
    }

    @Override
    public String get(Map<String, String> carrier, String key) {
      return carrier.get(key);
    }
  }

  /** Every kind of instrument that an API of 1.20 has. */
  private static final class Instruments {
    private static final Attributes ATTRIBUTES =
        Attributes.of(
            AttributeKey.stringKey("kept"), "yes", AttributeKey.stringKey("dropped"), "yes");

    private final Meter meter;
    private final AtomicLong observed = new AtomicLong();

    Instruments(Meter meter) {
      this.meter = meter;
      meter
          .counterBuilder("observed.counter")
          .buildWithCallback(result -> result.record(observed.incrementAndGet(), ATTRIBUTES));
      meter
          .upDownCounterBuilder("observed.up_down")
          .ofDoubles()
          .buildWithCallback(result -> result.record(-1.5, ATTRIBUTES));
      meter
          .gaugeBuilder("observed.gauge")
          .ofLongs()
          .buildWithCallback(result -> result.record(3, ATTRIBUTES));
      io.opentelemetry.api.metrics.ObservableDoubleMeasurement batch =
          meter.gaugeBuilder("observed.batch").buildObserver();
      meter.batchCallback(() -> batch.record(2.5), batch);
    }

    void record() {
      try (Scope ignored = remoteContext().makeCurrent()) {
        meter.counterBuilder("counter").setUnit("1").build().add(2, ATTRIBUTES);
        meter.counterBuilder("counter.double").ofDoubles().build().add(2.5, ATTRIBUTES);
        meter.upDownCounterBuilder("up_down").build().add(-3, ATTRIBUTES);
        meter.upDownCounterBuilder("up_down.double").ofDoubles().build().add(-3.5, ATTRIBUTES);
        meter.histogramBuilder("histogram").build().record(4.5, ATTRIBUTES);
        meter.histogramBuilder("histogram.long").ofLongs().build().record(5, ATTRIBUTES);
      }
    }
  }

  /** From 1.38 on. */
  private static final class Gauges {
    static String record(Meter meter) {
      meter.gaugeBuilder("gauge").build().set(6.5, Instruments.ATTRIBUTES);
      meter.gaugeBuilder("gauge.long").ofLongs().build().set(7, Instruments.ATTRIBUTES);
      return "";
    }
  }

  /** From 1.27 on. */
  private static final class Logs {
    static String emit(OpenTelemetry openTelemetry, Context context) {
      Logger logger = openTelemetry.getLogsBridge().loggerBuilder("app").build();
      logger
          .logRecordBuilder()
          .setContext(context)
          .setSeverity(Severity.WARN)
          .setSeverityText("warning")
          .setBody("message")
          .setAttribute(AttributeKey.longKey("number"), 8L)
          .setAllAttributes(Instruments.ATTRIBUTES)
          .emit();
      return "";
    }
  }
}
