package dev.opamp.javaagent.testing.suites.documents;

import static dev.opamp.javaagent.testing.suites.documents.Checks.both;
import static dev.opamp.javaagent.testing.suites.documents.Checks.everything;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The resource, propagators, and what concerns the whole SDK. */
final class CommonRows {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";

  private static final String XRAY =
      "Root=1-0af76519-16cd43dd8448eb211c80319c;Parent=" + SPAN + ";Sampled=1";

  private CommonRows() {}

  static List<Row> rows() {
    List<Row> rows =
        new ArrayList<>(
            List.of(
                new Row("nothing but a version 1.0", "file_format: \"1.0\"\n", null, everything()),
                new Row("a version that is not quoted", "file_format: 1.1\n", null, everything()),
                new Row(
                    "a version of its own", "file_format: \"1.2\"\n", "file_format", scene -> {}),
                new Row("a release candidate", "file_format: \"1.0-rc.1\"\n", null, everything()),
                Row.applied(
                    "log_level",
                    "log_level: debug\n",
                    both(
                        Scene::reconnect,
                        scene -> scene.awaitErrorLine(l -> l.contains(" opamp-javaagent DEBUG ")),
                        everything())),
                Row.applied("disabled", "disabled: true\n", CommonRows::disabled),
                Row.applied("not disabled", "disabled: false\n", everything()),
                Row.failed(
                    "instrumentation",
                    "instrumentation/development",
                    "instrumentation/development: {general: {http: {semconv: {version: 1}}}}\n"),
                Row.failed("distribution", "distribution", "distribution: {some: {thing: 1}}\n")));
    rows.addAll(resources());
    rows.addAll(propagators());
    return rows;
  }

  /** What was made while it was off would have come by the same way as what is made later. */
  private static void disabled(Scene scene) throws Exception {
    String name = Scene.name();
    assertThat(scene.ask("/spans?name=" + name).get("recorded")).isEqualTo("0");
    scene.ask("/logs?name=" + name);
    scene.revert();
    SpanSeen.all("").in(scene);
    LogSeen.all("").in(scene);
    assertThat(scene.spansNamed(name)).isEmpty();
    assertThat(scene.logsNamed(name)).isEmpty();
  }

  private static List<Row> resources() {
    return Stream.of(attributes(), detectors()).flatMap(List::stream).toList();
  }

  private static List<Row> attributes() {
    return List.of(
        Row.applied(
            "resource: typed attributes",
            TYPED,
            both(
                SpanSeen.resource(
                    r ->
                        "7".equals(r.get("an.int"))
                            && "1.5".equals(r.get("a.double"))
                            && "true".equals(r.get("a.bool"))
                            && "[a,b]".equals(r.get("strings"))
                            && "[1,2]".equals(r.get("ints"))
                            && "typed".equals(r.get("service.name"))),
                scene -> assertThat(LogSeen.rich(scene).resource()).containsEntry("an.int", "7"),
                MetricSeen.batch(
                    "metrics", b -> b.has("typed.cpu") && resourceOf(b).contains("an.int")))),
        Row.applied(
            "resource: list of attributes",
            "resource: {attributes_list: \"service.name=listed,team=blue%20sky\"}\n",
            SpanSeen.resource(
                r -> "listed".equals(r.get("service.name")) && "blue sky".equals(r.get("team")))),
        Row.applied(
            "resource: attributes before the list",
            "resource: {attributes_list: \"team=red\", attributes: [{name: team, value: blue}]}\n",
            SpanSeen.resource(r -> "blue".equals(r.get("team")))),
        Row.applied(
            "resource: schema_url",
            "resource: {schema_url: \"https://opentelemetry.io/schemas/1.16.0\"}\n",
            SpanSeen.export(
                e ->
                    ((ExportTraceServiceRequest) e.message())
                        .getResourceSpans(0)
                        .getSchemaUrl()
                        .equals("https://opentelemetry.io/schemas/1.16.0"))));
  }

  private static List<Row> detectors() {
    return List.of(
        Row.applied(
            "resource: detectors",
            "resource: {detection/development: {detectors: [{host: }, {process: }, {service: }, {container: }, {jar: }, {manifest: }]}}\n",
            SpanSeen.resource(
                r ->
                    r.containsKey("host.name")
                        && r.containsKey("process.pid")
                        && r.containsKey("service.instance.id"))),
        Row.applied(
            "resource: some of what is detected",
            SOME_DETECTED,
            SpanSeen.resource(
                r -> r.containsKey("process.pid") && !r.containsKey("process.command_args"))),
        Row.failed(
            "resource: a detector that is not there",
            "resource.detection/development.detectors[0].moon",
            "resource: {detection/development: {detectors: [{moon: }]}}\n"));
  }

  private static String resourceOf(MetricBatch batch) {
    return batch.export().message().toString();
  }

  private static List<Row> propagators() {
    return Stream.of(ofTheLanguage(), ofLibraries()).flatMap(List::stream).toList();
  }

  private static List<Row> ofTheLanguage() {
    return List.of(
        propagator(
            "tracecontext",
            "composite: [{tracecontext: }]",
            extracted(
                a -> assertThat(a).containsKey("traceparent").doesNotContainKeys("baggage", "b3"),
                "traceparent",
                "00-" + TRACE + "-" + SPAN + "-01")),
        propagator(
            "baggage",
            "composite: [{baggage: }]",
            scene -> {
              Map<String, String> answer = scene.ask("/inject", "baggage", "animal=cat");
              assertThat(answer)
                  .containsEntry("extracted-baggage", "cat")
                  .containsEntry("baggage", "fruit=apple")
                  .doesNotContainKey("traceparent");
            }),
        propagator(
            "b3",
            "composite: [{b3: }]",
            extracted(
                a ->
                    assertThat(a)
                        .containsKey("b3")
                        .doesNotContainKeys("traceparent", "X-B3-TraceId"),
                "b3",
                TRACE + "-" + SPAN + "-1")),
        propagator(
            "b3multi",
            "composite: [{b3multi: }]",
            extracted(
                a ->
                    assertThat(a)
                        .containsKey("X-B3-TraceId")
                        .doesNotContainKeys("traceparent", "b3"),
                "X-B3-TraceId",
                TRACE,
                "X-B3-SpanId",
                SPAN,
                "X-B3-Sampled",
                "1")),
        propagator(
            "list",
            "composite: [{b3: }], composite_list: \"b3,baggage\"",
            extracted(
                a -> assertThat(a).containsKeys("b3", "baggage").doesNotContainKey("traceparent"),
                "b3",
                TRACE + "-" + SPAN + "-1")));
  }

  private static List<Row> ofLibraries() {
    return List.of(
        propagator(
            "jaeger",
            "composite: [{jaeger: }]",
            extracted(
                a -> assertThat(a).containsKey("uber-trace-id").doesNotContainKey("traceparent"),
                "uber-trace-id",
                TRACE + ":" + SPAN + ":0:1")),
        propagator(
            "ottrace",
            "composite: [{ottrace: }]",
            scene ->
                assertThat(scene.ask("/inject"))
                    .containsKey("ot-tracer-traceid")
                    .doesNotContainKey("traceparent")),
        propagator(
            "xray",
            "composite: [{xray: }]",
            extracted(
                a -> assertThat(a).containsKey("X-Amzn-Trace-Id").doesNotContainKey("traceparent"),
                "X-Amzn-Trace-Id",
                XRAY)),
        propagator(
            "xray-lambda",
            "composite: [{xray-lambda: }]",
            extracted(
                a -> assertThat(a).doesNotContainKey("traceparent"), "X-Amzn-Trace-Id", XRAY)),
        Row.failed(
            "propagator: unknown",
            "propagator.composite[0].pigeon",
            "propagator: {composite: [{pigeon: }]}\n"));
  }

  private static Row propagator(String name, String body, Row.Check seen) {
    return Row.applied("propagator: " + name, "propagator: {" + body + "}\n", seen);
  }

  private static Row.Check extracted(Consumer<Map<String, String>> injected, String... headers) {
    return scene -> {
      Map<String, String> answer = scene.ask("/inject", headers);
      assertThat(answer).containsEntry("extracted", TRACE);
      injected.accept(answer);
    };
  }

  private static final String TYPED =
      """
      resource:
        attributes:
          - {name: an.int, value: 7, type: int}
          - {name: a.double, value: 1.5, type: double}
          - {name: a.bool, value: true, type: bool}
          - {name: strings, value: [a, b], type: string_array}
          - {name: ints, value: [1, 2], type: int_array}
      """;

  private static final String SOME_DETECTED =
      """
      resource:
        detection/development:
          attributes: {included: ["process.*"], excluded: [process.command_args]}
          detectors: [{process: }, {host: }]
      """;
}
