package dev.opamp.javaagent.testing.matrix.app;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleGauge;

/** Four instruments of two meters. */
final class Metrics {

  private static final AttributeKey<String> REGION = AttributeKey.stringKey("region");

  private final LongCounter count;
  private final DoubleHistogram duration;
  private final LongCounter moves;
  private final ObservableDoubleGauge level;

  Metrics(OpenTelemetry telemetry) {
    Meter orders = telemetry.getMeter("matrix.orders");
    this.count = orders.counterBuilder("orders.count").setUnit("{order}").build();
    this.duration = orders.histogramBuilder("orders.duration").setUnit("ms").build();
    Meter stock = telemetry.getMeter("matrix.stock");
    this.moves = stock.counterBuilder("stock.moves").setUnit("1").build();
    this.level =
        stock
            .gaugeBuilder("stock.level")
            .setUnit("{item}")
            .buildWithCallback(level -> level.record(42, Attributes.of(REGION, "north")));
  }

  void record(long number) {
    Attributes region = Attributes.of(REGION, number % 2 == 0 ? "north" : "south");
    count.add(1, region);
    duration.record((double) (number % 100), region);
    moves.add(2, region);
  }

  void end() {
    level.close();
  }
}
