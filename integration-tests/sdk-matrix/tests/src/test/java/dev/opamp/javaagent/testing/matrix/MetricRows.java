package dev.opamp.javaagent.testing.matrix;

import static dev.opamp.javaagent.testing.matrix.Checks.both;
import static dev.opamp.javaagent.testing.matrix.Checks.exports;
import static dev.opamp.javaagent.testing.matrix.Checks.metrics;
import static dev.opamp.javaagent.testing.matrix.Checks.metricsAt;
import static dev.opamp.javaagent.testing.matrix.Checks.noMetricsAt;
import static dev.opamp.javaagent.testing.matrix.Checks.spansAt;

import dev.opamp.javaagent.testing.sink.ReceivedMetric;
import dev.opamp.javaagent.testing.sink.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Changes of metrics. */
final class MetricRows {

  private static final String READERS = "meter_provider.readers";
  private static final String VIEWS = "meter_provider.views";
  private static final List<String> ORDERS = List.of("orders.count", "orders.duration");
  private static final List<String> STOCK = List.of("stock.moves", "stock.level");

  private MetricRows() {}

  static List<Row> rows() {
    return Stream.concat(readers(), views()).toList();
  }

  private static Stream<Row> readers() {
    return Stream.of(
        Row.applied(
            READERS,
            "a shorter interval",
            """
            meter_provider:
              readers:
                - periodic: {interval: 60, exporter: {otlp_http: {endpoint: "@a@/v1/metrics"}}}
            """,
            scene ->
                scene.await(
                    Place.A, "ten batches in a row", s -> isEvery(s, Duration.ofMillis(150)))),
        Row.applied(
            READERS,
            "export off",
            "meter_provider: {readers: []}",
            both(noMetricsAt(Place.A), spansAt(Place.A))),
        Row.applied(
            READERS,
            "otlp_http, with headers, compression and timeout, elsewhere",
            """
            meter_provider:
              readers:
                - periodic:
                    interval: 200
                    exporter:
                      otlp_http:
                        endpoint: @b@/v1/metrics
                        compression: gzip
                        timeout: 5000
                        headers: [{name: x-row, value: metrics}]
            """,
            both(
                metricsAt(Place.B),
                exports(
                    Place.B,
                    Signal.METRICS,
                    e ->
                        e.protocol().equals("http/protobuf")
                            && e.encoding().equals("gzip")
                            && "metrics".equals(e.headers().get("x-row"))),
                noMetricsAt(Place.A))),
        Row.applied(
            READERS,
            "otlp_grpc, elsewhere",
            """
            meter_provider:
              readers:
                - periodic: {interval: 200, exporter: {otlp_grpc: {endpoint: "@b-grpc@"}}}
            """,
            both(
                metricsAt(Place.B),
                exports(Place.B, Signal.METRICS, e -> e.protocol().equals("grpc")),
                noMetricsAt(Place.A))),
        Row.applied(
            READERS,
            "over TLS, with tls.ca_file",
            """
            meter_provider:
              readers:
                - periodic:
                    interval: 200
                    exporter: {otlp_http: {endpoint: "@secure@/v1/metrics", tls: {ca_file: "@ca@"}}}
            """,
            both(metricsAt(Place.SECURE), noMetricsAt(Place.A))),
        Row.applied(
                READERS,
                "more readers than the application has",
                """
                meter_provider:
                  readers:
                    - periodic: {interval: 200, exporter: {otlp_http: {endpoint: "@a@/v1/metrics"}}}
                    - periodic: {interval: 200, exporter: {otlp_http: {endpoint: "@b@/v1/metrics"}}}
                """,
                both(metricsAt(Place.A), metricsAt(Place.B)))
            .onlyInOwnSdk(READERS));
  }

  private static Stream<Row> views() {
    return Stream.of(
        Row.applied(
            VIEWS, "dropped by name", view("instrument_name: \"stock.*\""), metrics(ORDERS, STOCK)),
        Row.applied(
            VIEWS,
            "dropped by unit",
            view("unit: ms"),
            metrics(List.of("orders.count", "stock.level"), List.of("orders.duration"))),
        Row.applied(
            VIEWS, "dropped by meter", view("meter_name: matrix.orders"), metrics(STOCK, ORDERS)),
        Row.applied(
                VIEWS,
                "renamed",
                """
                meter_provider:
                  views:
                    - selector: {instrument_name: orders.count}
                      stream: {name: renamed}
                """,
                metrics(List.of("renamed", "stock.level"), List.of("orders.count")))
            .onlyInOwnSdk("meter_provider.views[0].stream.name"),
        Row.applied(
            "meter_provider.meter_configurator/development",
            "one scope off",
            """
            meter_provider:
              meter_configurator/development:
                meters: [{name: matrix.stock, config: {enabled: false}}]
            """,
            metrics(ORDERS, STOCK)));
  }

  private static String view(String selector) {
    return """
        meter_provider:
          views:
            - selector: {%s}
              stream: {aggregation: {drop: {}}}
        """
        .formatted(selector);
  }

  private static boolean isEvery(Scene scene, Duration longest) {
    List<Instant> batches =
        scene.metrics(Place.A).stream().map(ReceivedMetric::at).distinct().toList();
    int last = batches.size() - 1;
    return last >= 10
        && Duration.between(batches.get(last - 10), batches.get(last))
                .compareTo(longest.multipliedBy(10))
            < 0;
  }
}
