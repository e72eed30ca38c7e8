package dev.opamp.javaagent.testing.suites.soak;

import dev.opamp.javaagent.testing.sink.OtlpSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** OTLP exporters to one of the sinks, that name their pipeline in a header. */
final class RandomExporter {

  private final Dice dice;
  private final OtlpSink[] sinks;

  RandomExporter(Dice dice, OtlpSink... sinks) {
    this.dice = dice;
    this.sinks = sinks;
  }

  /**
   * Draws one.
   *
   * @param signal {@code traces}, {@code metrics} or {@code logs}
   */
  Map<String, Object> draw(String pipeline, String signal) {
    boolean grpc = dice.oneIn(3);
    OtlpSink sink = dice.any(sinks);
    Map<String, Object> exporter =
        Dice.object(
            "endpoint",
            grpc ? sink.grpcEndpoint() : sink.httpEndpoint() + "/v1/" + signal,
            "headers",
            headers(pipeline));
    dice.maybe(exporter, "compression", () -> dice.any("gzip", "none"))
        .maybe(exporter, "timeout", () -> dice.between(20_000, 60_000));
    if (signal.equals("metrics")) {
      dice.maybe(exporter, "temporality_preference", () -> dice.any("delta", "cumulative"))
          .maybe(
              exporter,
              "default_histogram_aggregation",
              () -> dice.any("explicit_bucket_histogram", "base2_exponential_bucket_histogram"));
    }
    return Dice.only(grpc ? "otlp_grpc" : "otlp_http", exporter);
  }

  private List<Object> headers(String pipeline) {
    List<Object> headers = new ArrayList<>();
    headers.add(Dice.object("name", Ledger.HEADER, "value", pipeline));
    if (dice.oneIn(2)) {
      headers.add(Dice.object("name", "x-team", "value", dice.any("blue", "green")));
    }
    return headers;
  }
}
