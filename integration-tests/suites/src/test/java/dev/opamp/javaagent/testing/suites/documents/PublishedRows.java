package dev.opamp.javaagent.testing.suites.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The examples and snippets of the OpenTelemetry configuration project. One with keys that nothing
 * in a JVM honours must be refused naming one of them, and applied without them.
 */
final class PublishedRows {

  private static final Path DIRECTORY =
      Path.of("../../agent/src/test/resources/opentelemetry-configuration");

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Z_]+)(?::-([^}]*))?\\}");

  /** What is refused, by file: the path, then the keys without which it is applied. */
  private static final Map<String, List<String>> REFUSED =
      Map.ofEntries(
          Map.entry(
              "otel-sdk-config",
              List.of(
                  "attribute_limits.attribute_value_depth_limit", "attribute_value_depth_limit")),
          Map.entry(
              "otel-sdk-migration-config",
              List.of("instrumentation/development", "instrumentation/development")),
          Map.entry(
              "ExperimentalInstrumentation_kitchen_sink",
              List.of("instrumentation/development", "instrumentation/development")),
          Map.entry(
              "LogRecordLimits_kitchen_sink",
              List.of(
                  "logger_provider.limits.attribute_value_depth_limit",
                  "attribute_value_depth_limit")),
          Map.entry(
              "SpanLimits_kitchen_sink",
              List.of(
                  "tracer_provider.limits.attribute_value_depth_limit",
                  "attribute_value_depth_limit")),
          Map.entry(
              "OtlpGrpcExporter_traces_kitchen_sink",
              List.of(
                  "tracer_provider.processors[0].batch.exporter.otlp_grpc.max_request_size",
                  "max_request_size",
                  "max_response_size")),
          Map.entry(
              "OtlpGrpcMetricExporter_metrics_kitchen_sink",
              List.of(
                  "meter_provider.readers[0].periodic.exporter.otlp_grpc.max_request_size",
                  "max_request_size",
                  "max_response_size")),
          Map.entry(
              "OtlpHttpExporter_logs_kitchen_sink",
              List.of(
                  "logger_provider.processors[0].batch.exporter.otlp_http.max_response_size",
                  "max_request_size",
                  "max_response_size")),
          Map.entry(
              "IdGenerator_custom",
              List.of("tracer_provider.id_generator.my_custom_id_generator", "id_generator")));

  private PublishedRows() {}

  static List<Row> rows(Places places) {
    List<Row> rows = new ArrayList<>();
    for (Path file : files()) {
      String name = file.getFileName().toString().replace(".yaml", "");
      String document = places.fillPublished(read(file));
      List<String> refused = REFUSED.getOrDefault(name, List.of());
      Row.Check seen = PublishedChecks.of(name);
      if (refused.isEmpty()) {
        rows.add(new Row(name, document, null, seen));
      } else {
        rows.add(new Row(name, document, refused.get(0), scene -> {}));
        String rest = without(document, refused.subList(1, refused.size()));
        rows.add(new Row(name + ", what can be honoured", rest, null, seen));
      }
    }
    return rows;
  }

  private static List<Path> files() {
    try (Stream<Path> files = Files.walk(DIRECTORY)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Returns a document without the lines of these keys and what is below them. */
  private static String without(String document, List<String> keys) {
    StringBuilder rest = new StringBuilder();
    int below = Integer.MAX_VALUE;
    for (String line : document.lines().toList()) {
      int indent = line.length() - line.stripLeading().length();
      if (!line.isBlank() && indent <= below) {
        boolean named = keys.stream().anyMatch(key -> line.strip().startsWith(key + ":"));
        below = named ? indent : Integer.MAX_VALUE;
      }
      if (below == Integer.MAX_VALUE) {
        rest.append(line).append('\n');
      }
    }
    return rest.toString();
  }

  /** What a document says once its references to the environment are replaced. */
  static String resolved(String document, Map<String, String> environment) {
    Matcher matcher = REFERENCE.matcher(document);
    return matcher.replaceAll(
        found -> {
          String value = environment.getOrDefault(found.group(1), "");
          String fallback = found.group(2) == null ? "" : found.group(2);
          return Matcher.quoteReplacement(value.isEmpty() ? fallback : value);
        });
  }
}
