package dev.opamp.javaagent.testing.matrix.app;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All telemetry of one round: two spans, measurements of four instruments, three log records. */
public final class Emission {

  private final OpenTelemetry telemetry;
  private final Tracer orders;
  private final Tracer stock;
  private final Metrics metrics;
  private final @Nullable Logs logs;

  /**
   * @param logs whether the API has logs
   */
  public Emission(OpenTelemetry telemetry, boolean logs) {
    this.telemetry = telemetry;
    this.orders = telemetry.getTracer("matrix.orders", "1.2");
    this.stock = telemetry.getTracer("matrix.stock");
    this.metrics = new Metrics(telemetry);
    this.logs = logs ? new Logs(telemetry) : null;
  }

  void round(long number) {
    Span order =
        orders
            .spanBuilder("order")
            .setNoParent()
            .setSpanKind(SpanKind.SERVER)
            .setAttribute("round", number)
            .startSpan();
    Context context =
        Context.root()
            .with(order)
            .with(Baggage.builder().put("customer", "c-" + number % 10).build());
    try (Scope scope = context.makeCurrent()) {
      order.setAttribute("injected", injected());
      order.setAttribute("color", "burgundy");
      order.setAttribute("express", number % 2 == 0);
      Span reserve =
          stock
              .spanBuilder("reserve")
              .setAttribute("round", number)
              .setAttribute("shelf", "shelf-" + number % 3)
              .setAttribute("depth", 1.5)
              .startSpan();
      reserve.addEvent("taken");
      reserve.end();
      metrics.record(number);
      if (logs != null) {
        logs.emit(number);
      }
    } finally {
      order.end();
    }
  }

  /** The fields that a request to another service would carry. */
  private String injected() {
    Map<String, String> carrier = new TreeMap<>();
    telemetry
        .getPropagators()
        .getTextMapPropagator()
        .inject(Context.current(), carrier, (map, key, value) -> put(map, key, value));
    return String.join(",", carrier.keySet());
  }

  private static void put(@Nullable Map<String, String> carrier, String key, String value) {
    if (carrier != null) {
      carrier.put(key, value);
    }
  }

  /** Ends what outlives a round. */
  void end() {
    metrics.end();
  }
}
