package dev.opamp.javaagent.testing.matrix;

import dev.opamp.javaagent.testing.sink.ReceivedExport;
import dev.opamp.javaagent.testing.sink.ReceivedLog;
import dev.opamp.javaagent.testing.sink.ReceivedMetric;
import dev.opamp.javaagent.testing.sink.ReceivedSpan;
import dev.opamp.javaagent.testing.sink.Signal;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What telemetry looks like, without what differs from second to second and from process to
 * process: two runs of one application have the same.
 */
final class Fingerprint {

  /** Of these the name counts, not the value. */
  private static final Set<String> OF_THE_PROCESS =
      Set.of("process.pid", "process.command_line", "process.command_args", "service.instance.id");

  /** Of these the value counts: each of them has one or two. */
  private static final Set<String> FIXED = Set.of("injected", "color", "app.tag", "region");

  private Fingerprint() {}

  /** Returns lines, each about one kind of thing that arrived. */
  static Set<String> of(Scene scene) {
    Set<String> lines = new TreeSet<>();
    scene.spans(Place.A).forEach(span -> lines.add(line(span)));
    scene.metrics(Place.A).forEach(metric -> lines.addAll(lines(metric)));
    scene.logs(Place.A).forEach(log -> lines.add(line(log)));
    for (Signal signal : Signal.values()) {
      scene.exports(Place.A, signal).forEach(export -> lines.add(line(export)));
    }
    return lines;
  }

  /** Returns what is missing and what is too much; empty when they are equal. */
  static List<String> differences(Set<String> seen, Set<String> wanted) {
    return Stream.concat(
            wanted.stream().filter(line -> !seen.contains(line)).map(line -> "missing: " + line),
            seen.stream().filter(line -> !wanted.contains(line)).map(line -> "extra: " + line))
        .toList();
  }

  private static String line(ReceivedSpan span) {
    return "span %s %s %s %s %s events %s resource %s"
        .formatted(
            span.scope(),
            span.name(),
            span.span().getKind(),
            span.span().getParentSpanId().isEmpty() ? "root" : "child",
            attributes(span.span().getAttributesList()),
            span.span().getEventsList().stream().map(event -> event.getName()).toList(),
            resource(span.resource()));
  }

  /** One for each point: a batch soon after a change may not have all of them yet. */
  private static List<String> lines(ReceivedMetric metric) {
    Metric value = metric.metric();
    return points(value)
        .map(
            attributes ->
                "metric %s %s %s %s %s resource %s"
                    .formatted(
                        metric.scope(),
                        value.getName(),
                        value.getUnit(),
                        kind(value),
                        attributes(attributes),
                        resource(metric.resource())))
        .toList();
  }

  private static String kind(Metric metric) {
    return switch (metric.getDataCase()) {
      case SUM ->
          "sum " + metric.getSum().getAggregationTemporality() + metric.getSum().getIsMonotonic();
      case HISTOGRAM ->
          "histogram "
              + metric.getHistogram().getAggregationTemporality()
              + metric.getHistogram().getDataPoints(0).getExplicitBoundsList();
      default -> metric.getDataCase().toString();
    };
  }

  private static Stream<List<KeyValue>> points(Metric metric) {
    return switch (metric.getDataCase()) {
      case SUM -> metric.getSum().getDataPointsList().stream().map(p -> p.getAttributesList());
      case GAUGE -> metric.getGauge().getDataPointsList().stream().map(p -> p.getAttributesList());
      case HISTOGRAM ->
          metric.getHistogram().getDataPointsList().stream().map(p -> p.getAttributesList());
      default -> Stream.empty();
    };
  }

  private static String line(ReceivedLog log) {
    return "log %s %s %s %s %s resource %s"
        .formatted(
            log.scope(),
            log.record().getSeverityNumber(),
            log.body(),
            log.record().getTraceId().isEmpty() ? "without a span" : "in a span",
            attributes(log.record().getAttributesList()),
            resource(log.resource()));
  }

  private static String line(ReceivedExport export) {
    Map<String, String> headers = export.headers();
    return "export %s %s %s %s %s %s %s"
        .formatted(
            export.signal(),
            export.protocol(),
            export.path(),
            export.encoding(),
            headers.get("user-agent"),
            headers.get(Checks.KEY_HEADER),
            new TreeSet<>(headers.keySet()));
  }

  private static Set<String> attributes(List<KeyValue> attributes) {
    return attributes.stream()
        .map(
            attribute ->
                FIXED.contains(attribute.getKey())
                    ? attribute.getKey() + "=" + attribute.getValue().getStringValue()
                    : attribute.getKey() + ":" + attribute.getValue().getValueCase())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> resource(Map<String, String> resource) {
    return resource.entrySet().stream()
        .map(
            entry ->
                OF_THE_PROCESS.contains(entry.getKey())
                    ? entry.getKey()
                    : entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
