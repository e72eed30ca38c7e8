package dev.opamp.javaagent.testing.apps;

import com.sun.net.httpserver.Headers;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes a context from a request, and shows what another service would be told of it. */
final class Propagation {

  private final OpenTelemetry telemetry;

  Propagation(OpenTelemetry telemetry) {
    this.telemetry = telemetry;
  }

  /** One line for each header that goes out, and the trace that came in. */
  String answer(Headers received) {
    Context in =
        telemetry
            .getPropagators()
            .getTextMapPropagator()
            .extract(Context.root(), received, new Getter());
    Map<String, String> out = new TreeMap<>();
    Context going =
        Span.fromContext(in).getSpanContext().isValid()
            ? in
            : in.with(Span.wrap(Parents.context(false, true)));
    telemetry
        .getPropagators()
        .getTextMapPropagator()
        .inject(going.with(Baggage.builder().put("fruit", "apple").build()), out, Map::put);
    out.put("extracted", Span.fromContext(in).getSpanContext().getTraceId());
    out.put("extracted-baggage", String.valueOf(Baggage.fromContext(in).getEntryValue("animal")));
    StringBuilder lines = new StringBuilder();
    out.forEach((name, value) -> lines.append(name).append('=').append(value).append('\n'));
    return lines.toString();
  }

  private static final class Getter implements TextMapGetter<Headers> {
    @Override
    public Iterable<String> keys(Headers headers) {
      return headers.keySet();
    }

    @Override
    public @Nullable String get(@Nullable Headers headers, String name) {
      return headers == null ? null : headers.getFirst(name);
    }
  }
}
