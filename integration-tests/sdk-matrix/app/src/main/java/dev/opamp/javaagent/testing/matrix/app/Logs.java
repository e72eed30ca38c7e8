package dev.opamp.javaagent.testing.matrix.app;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;

/** Records of two scopes and three severities; a class of its own, because 1.20 has no logs. */
final class Logs {

  private final Logger orders;
  private final Logger audit;

  Logs(OpenTelemetry telemetry) {
    this.orders = telemetry.getLogsBridge().get("matrix.orders");
    this.audit = telemetry.getLogsBridge().get("matrix.audit");
  }

  void emit(long number) {
    record(orders, Severity.INFO, "order taken", number);
    record(orders, Severity.ERROR, "order lost", number);
    record(audit, Severity.WARN, "order seen", number);
  }

  private static void record(Logger logger, Severity severity, String body, long number) {
    logger
        .logRecordBuilder()
        .setSeverity(severity)
        .setSeverityText(severity.name())
        .setBody(body)
        .setAttribute(AttributeKey.longKey("round"), number)
        .setAttribute(AttributeKey.stringKey("color"), "burgundy")
        .setAttribute(AttributeKey.stringKey("shelf"), "shelf-" + number % 3)
        .emit();
  }
}
