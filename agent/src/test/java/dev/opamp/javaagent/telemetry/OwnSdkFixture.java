package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.config.SdkDocument;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** An own SDK with two receivers, and short ways to say what the tests do with them. */
final class OwnSdkFixture implements AutoCloseable {

  static final long FLUSH_MILLIS = 20_000;

  final FakeOtlpReceiver a = new FakeOtlpReceiver();
  final FakeOtlpReceiver b = new FakeOtlpReceiver();
  final OwnSdkTarget target;
  final OpenTelemetry openTelemetry;

  OwnSdkFixture() throws IOException {
    this(Duration.ofMillis(200));
  }

  OwnSdkFixture(Duration grace) throws IOException {
    Map<String, Object> base = new LinkedHashMap<>();
    base.put("service.instance.id", "the-instance");
    base.put("host.name", "the-host");
    target = new OwnSdkTarget("own", base, grace);
    openTelemetry = (OpenTelemetry) target.openTelemetry();
  }

  /** A tracer provider with a batch processor that exports only when flushed. */
  static String traces(String sampler, FakeOtlpReceiver receiver) {
    return """
        tracer_provider:
          sampler: %s
          processors:
            - batch: {schedule_delay: 60000, exporter: {otlp_http: {endpoint: "%s/v1/traces"}}}
        """
        .formatted(sampler, receiver.url());
  }

  /** A meter provider that exports only when flushed. */
  static String metrics(FakeOtlpReceiver receiver) {
    return """
        meter_provider:
          readers:
            - periodic: {interval: 60000, exporter: {otlp_http: {endpoint: "%s/v1/metrics"}}}
        """
        .formatted(receiver.url());
  }

  static String logs(FakeOtlpReceiver receiver) {
    return """
        logger_provider:
          processors:
            - batch: {schedule_delay: 60000, exporter: {otlp_http: {endpoint: "%s/v1/logs"}}}
        """
        .formatted(receiver.url());
  }

  PreparedChange prepare(String yaml) throws ConfigRejectedException {
    return target.prepare(SdkDocument.of(Yaml.document(yaml.replace("%", "%%"))));
  }

  void apply(String yaml) throws ConfigRejectedException {
    PreparedChange change = prepare(yaml);
    change.commit();
    change.retireReplaced();
  }

  Tracer tracer() {
    return openTelemetry.getTracer("test");
  }

  void spans(Tracer tracer, String name, int count) {
    for (int i = 0; i < count; i++) {
      tracer.spanBuilder(name).startSpan().end();
    }
  }

  boolean flush() {
    return target.flush(FLUSH_MILLIS);
  }

  @Override
  public void close() {
    target.close(500);
    a.close();
    b.close();
  }
}
