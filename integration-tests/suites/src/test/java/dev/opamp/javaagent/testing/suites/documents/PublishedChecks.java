package dev.opamp.javaagent.testing.suites.documents;

import static dev.opamp.javaagent.testing.suites.documents.Checks.both;
import static org.assertj.core.api.Assertions.assertThat;

/** What shows that a published document is in force, by its name. */
final class PublishedChecks {

  private PublishedChecks() {}

  static Row.Check of(String name) {
    return switch (name) {
      case "CardinalityLimits_kitchen_sink",
          "ConsoleMetricExporter_traces_kitchen_sink",
          "View_override_default_histogram_buckets" ->
          lastMetrics("typed.cpu");
      case "ExperimentalMeterConfigurator_kitchen_sink" -> lastMetrics("contrib.requests");
      case "ConsoleExporter_logs_kitchen_sink", "LogRecordLimits_kitchen_sink" -> consoleLog();
      case "ConsoleExporter_traces_kitchen_sink", "SpanLimits_kitchen_sink", "IdGenerator_custom" ->
          consoleSpan("");
      case "Sampler_always_record_typical" ->
          both(SpanSeen.recorded(""), consoleSpan("parent=remote-sampled"));
      case "Sampler_parent_based_typical" ->
          both(consoleSpan("parent=remote-sampled"), unsampled("parent=remote-unsampled"));
      case "Sampler_probability_kitchen_sink" -> mostlyUnsampled();
      case "Sampler_rule_based_kitchen_sink" ->
          both(
              consoleSpan("attribute=http.path:/internal/status"),
              unsampled("attribute=http.route:/livez"));
      case "ExperimentalTracerConfigurator_kitchen_sink" ->
          both(consoleSpan("scope=io.opentelemetry.contrib.typed"), unsampled("scope=typed.main"));
      case "ExperimentalOtlpFileExporter_logs_file" -> file("/logs?name=", "logs.jsonl");
      case "ExperimentalOtlpFileExporter_traces_file" -> file("/spans?name=", "traces.jsonl");
      case "ExperimentalOtlpFileMetricExporter_metrics_file" ->
          file("/measure?value=1&route=", "metrics.jsonl");
      case "ExperimentalOtlpFileExporter_logs_stdout" -> stdout("/logs?name=");
      case "ExperimentalOtlpFileExporter_traces_stdout" -> stdout("/spans?name=");
      case "ExperimentalOtlpFileMetricExporter_metrics_stdout" -> stdout("/measure?value=1&route=");
      case "ExperimentalPrometheusMetricExporter_kitchen_sink" ->
          scene ->
              scene.awaitPage(
                  "http://localhost:" + scene.places().port() + "/metrics",
                  text -> text.contains("typed_requests_total{") && text.contains("target_info"));
      default -> exporterOrWhole(name);
    };
  }

  private static Row.Check exporterOrWhole(String name) {
    return switch (name) {
      case "OtlpGrpcExporter_traces_kitchen_sink" ->
          SpanSeen.flushed(
              e ->
                  e.protocol().equals("grpc")
                      && e.encoding().equals("gzip")
                      && "1234".equals(e.headers().get("api-key")));
      case "OtlpGrpcMetricExporter_metrics_kitchen_sink" ->
          MetricSeen.flushed(
              e -> e.protocol().equals("grpc") && "1234".equals(e.headers().get("api-key")));
      case "OtlpHttpExporter_logs_kitchen_sink" ->
          LogSeen.flushed(
              e ->
                  e.protocol().equals("http/protobuf")
                      && e.encoding().equals("gzip")
                      && "1234".equals(e.headers().get("api-key")));
      case "Propagator_kitchen_sink" ->
          scene ->
              assertThat(scene.ask("/inject"))
                  .containsKeys("traceparent", "baggage", "b3", "X-B3-TraceId", "X-Amzn-Trace-Id");
      case "Resource_kitchen_sink" ->
          SpanSeen.resource(
              r ->
                  "1.1".equals(r.get("double_key"))
                      && "[true,false]".equals(r.get("bool_array_key"))
                      && "my-namespace".equals(r.get("service.namespace"))
                      && r.containsKey("process.pid")
                      && !r.containsKey("process.command_args"));
      case "ExperimentalInstrumentation_kitchen_sink" -> Checks.everything();
      case "otel-getting-started", "otel-sdk-config", "otel-sdk-migration-config" ->
          SpanSeen.flushed(
              e -> e.path().equals("/v1/traces") && e.protocol().equals("http/protobuf"));
      default -> throw new IllegalArgumentException("no check for " + name);
    };
  }

  private static Row.Check consoleSpan(String query) {
    return scene -> {
      String name = Scene.name();
      scene.ask("/spans?name=" + name + (query.isEmpty() ? "" : "&" + query));
      scene.awaitErrorLine(line -> line.contains(name));
    };
  }

  private static Row.Check consoleLog() {
    return scene -> {
      String name = Scene.name();
      scene.ask("/logs?name=" + name);
      scene.awaitErrorLine(line -> line.contains(name));
    };
  }

  private static Row.Check unsampled(String query) {
    return scene ->
        assertThat(scene.ask("/spans?name=none&count=20&" + query)).containsEntry("sampled", "0");
  }

  private static Row.Check mostlyUnsampled() {
    return scene ->
        assertThat(Integer.parseInt(scene.ask("/spans?name=few&count=1000").get("sampled")))
            .isLessThan(20);
  }

  /** With the interval of a minute, what was measured is printed when the reader is replaced. */
  private static Row.Check lastMetrics(String name) {
    return scene -> {
      scene.revert();
      scene.awaitErrorLine(line -> line.contains(name));
    };
  }

  private static Row.Check stdout(String path) {
    return scene -> {
      String name = Scene.name();
      scene.ask(path + name);
      scene.revert();
      scene.awaitLine(line -> line.startsWith("{") && line.contains(name));
    };
  }

  private static Row.Check file(String path, String file) {
    return scene -> {
      String name = Scene.name();
      scene.ask(path + name);
      scene.revert();
      scene.awaitFile(file, text -> text.contains(name));
    };
  }
}
