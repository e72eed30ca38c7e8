package dev.opamp.javaagent.testing.matrix;

import dev.opamp.javaagent.testing.sink.ReceivedExport;
import dev.opamp.javaagent.testing.sink.ReceivedLog;
import dev.opamp.javaagent.testing.sink.ReceivedMetric;
import dev.opamp.javaagent.testing.sink.ReceivedSpan;
import dev.opamp.javaagent.testing.sink.Signal;
import dev.opamp.javaagent.testing.suites.HostProcess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.resource.v1.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What arrives of one application since a moment. Only what its own code makes counts, by the names
 * of its scopes: other agents and SDKs make telemetry of their own.
 *
 * @param since spans that were started, and records that were made, before do not count
 * @param scopes how the names of the scopes that count begin
 */
record Scene(
    Target target, HostProcess host, Places places, String service, Instant since, String scopes) {

  static final Duration PATIENCE = Duration.ofSeconds(20);

  Scene(Target target, HostProcess host, Places places, String service, Instant since) {
    this(target, host, places, service, since, "matrix.");
  }

  /** The same with what others than the application's own code make. */
  Scene whole() {
    return new Scene(target, host, places, service, since, "");
  }

  /** The same, from now on. */
  Scene now() {
    return new Scene(target, host, places, service, Instant.now(), scopes);
  }

  /** Waits until the application has done so many times 20 rounds more, each of 10 ms and work. */
  void ticks(int count) throws InterruptedException, TimeoutException {
    for (int i = 0; i < count; i++) {
      host.awaitLineFrom(
          host.lines(), line -> line.startsWith(service + " round"), Duration.ofSeconds(60));
    }
  }

  void await(Place place, String what, Predicate<Scene> condition)
      throws InterruptedException, TimeoutException {
    places
        .at(place)
        .store()
        .await(service + ", " + place + ": " + what, store -> condition.test(this), PATIENCE);
  }

  List<ReceivedSpan> spans(Place place) {
    long nanos = nanos();
    return places.at(place).store().spans().stream()
        .filter(span -> span.span().getStartTimeUnixNano() > nanos)
        .filter(span -> isOurs(span.resource(), span.scope()))
        .toList();
  }

  List<ReceivedSpan> spans(Place place, String name) {
    return spans(place).stream().filter(span -> span.name().equals(name)).toList();
  }

  List<ReceivedLog> logs(Place place) {
    long nanos = nanos();
    return places.at(place).store().logs().stream()
        .filter(log -> madeAt(log) > nanos)
        .filter(log -> isOurs(log.resource(), log.scope()))
        .toList();
  }

  List<ReceivedMetric> metrics(Place place) {
    return places.at(place).store().metrics().stream()
        .filter(metric -> metric.at().isAfter(since))
        .filter(metric -> isOurs(metric.resource(), metric.scope()))
        .toList();
  }

  /** Whole requests that came since. */
  List<ReceivedExport> exports(Place place, Signal signal) {
    return places.at(place).store().exports(signal).stream()
        .filter(export -> export.at().isAfter(since))
        .filter(export -> resources(export).anyMatch(this::isOfService))
        .toList();
  }

  private static Stream<Resource> resources(ReceivedExport export) {
    return switch (export.signal()) {
      case TRACES ->
          ((ExportTraceServiceRequest) export.message())
              .getResourceSpansList().stream().map(spans -> spans.getResource());
      case METRICS ->
          ((ExportMetricsServiceRequest) export.message())
              .getResourceMetricsList().stream().map(metrics -> metrics.getResource());
      case LOGS ->
          ((ExportLogsServiceRequest) export.message())
              .getResourceLogsList().stream().map(logs -> logs.getResource());
    };
  }

  private boolean isOfService(Resource resource) {
    return resource.getAttributesList().stream()
        .anyMatch(
            attribute ->
                attribute.getKey().equals("service.name")
                    && attribute.getValue().getStringValue().equals(service));
  }

  private boolean isOurs(java.util.Map<String, String> resource, String scope) {
    return service.equals(resource.get("service.name")) && scope.startsWith(scopes);
  }

  /** For messages: how long after the beginning of the scene. */
  String after(long unixNanos) {
    return " after " + (unixNanos - nanos()) / 1_000_000 + " ms";
  }

  private static long madeAt(ReceivedLog log) {
    long observed = log.record().getObservedTimeUnixNano();
    return observed == 0 ? log.record().getTimeUnixNano() : observed;
  }

  private long nanos() {
    return since.getEpochSecond() * 1_000_000_000L + since.getNano();
  }
}
