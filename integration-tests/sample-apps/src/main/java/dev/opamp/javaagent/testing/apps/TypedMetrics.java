package dev.opamp.javaagent.testing.apps;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleGauge;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** One instrument of every type, held for the life of the process, and one of another scope. */
final class TypedMetrics {

  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("route");
  private static final AttributeKey<String> USER = AttributeKey.stringKey("user");

  /** So many users there are, and values of each observable instrument. */
  private static final int USERS = 6;

  private final AtomicLong works = new AtomicLong();
  private final LongCounter requests;
  private final LongUpDownCounter active;
  private final DoubleGauge temperature;
  private final DoubleHistogram duration;
  private final LongCounter otherRequests;

  TypedMetrics(OpenTelemetry telemetry) {
    Meter meter =
        telemetry
            .getMeterProvider()
            .meterBuilder(TypedSpans.SCOPE)
            .setInstrumentationVersion("1.2.3")
            .setSchemaUrl("https://opentelemetry.io/schemas/1.37.0")
            .build();
    this.requests = meter.counterBuilder("typed.requests").setUnit("{request}").build();
    this.active = meter.upDownCounterBuilder("typed.active").build();
    this.temperature = meter.gaugeBuilder("typed.temperature").build();
    this.duration = meter.histogramBuilder("typed.duration").setUnit("ms").build();
    this.otherRequests =
        telemetry.getMeter(TypedSpans.OTHER_SCOPE).counterBuilder("contrib.requests").build();
    observe(meter);
  }

  private void observe(Meter meter) {
    meter
        .counterBuilder("typed.cpu")
        .buildWithCallback(out -> everyUser(user -> out.record(works.get(), user)));
    meter
        .upDownCounterBuilder("typed.queue")
        .buildWithCallback(out -> everyUser(user -> out.record(works.get() % 7, user)));
    meter
        .gaugeBuilder("typed.memory")
        .ofLongs()
        .buildWithCallback(out -> everyUser(user -> out.record(1_000, user)));
  }

  private static void everyUser(java.util.function.Consumer<Attributes> measure) {
    for (int i = 0; i < USERS; i++) {
      measure.accept(Attributes.of(USER, "u" + i));
    }
  }

  /** The ordinary work: one value for every synchronous instrument. */
  void work() {
    long turn = works.incrementAndGet();
    Attributes attributes = Attributes.of(ROUTE, "/hello", USER, "u" + turn % USERS);
    requests.add(1, attributes);
    active.add(turn % 2 == 0 ? 1 : -1, attributes);
    temperature.set((double) (20 + turn % 3), attributes);
    duration.record((double) (turn % 100), attributes);
  }

  void workOutsideOfSpans() {
    try (Scope scope = Context.root().makeCurrent()) {
      otherRequests.add(1);
    }
  }

  /** Records one duration for a route of its own. */
  String measure(Map<String, String> query) {
    Attributes attributes = Attributes.of(ROUTE, query.get("route"));
    for (int i = 0; i < Query.count(query); i++) {
      duration.record(Double.parseDouble(query.get("value")), attributes);
      requests.add(1, attributes);
    }
    return "";
  }
}
