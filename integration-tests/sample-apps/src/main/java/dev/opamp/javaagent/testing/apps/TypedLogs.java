package dev.opamp.javaagent.testing.apps;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;
import java.util.Map;

/** Log records of all severities, in two scopes, inside and outside of spans. */
final class TypedLogs {

  private final OpenTelemetry telemetry;
  private final Logger logger;
  private final Logger other;

  TypedLogs(OpenTelemetry telemetry) {
    this.telemetry = telemetry;
    this.logger = telemetry.getLogsBridge().get(TypedSpans.SCOPE);
    this.other = telemetry.getLogsBridge().get(TypedSpans.OTHER_SCOPE);
  }

  /**
   * The ordinary work: one record that matters little, one that matters, an event, one of another
   * scope.
   */
  void work() {
    logger.logRecordBuilder().setSeverity(Severity.DEBUG).setBody("looking").emit();
    logger.logRecordBuilder().setSeverity(Severity.ERROR).setBody("not found").emit();
    logger.logRecordBuilder().setEventName("greeted").emit();
    other.logRecordBuilder().setSeverity(Severity.INFO).setBody("greeting composed").emit();
  }

  /** Makes records as the query says. */
  String make(Map<String, String> query) {
    Logger chosen = telemetry.getLogsBridge().get(query.getOrDefault("scope", TypedSpans.SCOPE));
    Severity severity = Severity.valueOf(query.getOrDefault("severity", "INFO"));
    Context context = Parents.named(query.getOrDefault("span", "none"));
    for (int i = 0; i < Query.count(query); i++) {
      chosen
          .logRecordBuilder()
          .setSeverity(severity)
          .setContext(context)
          .setBody(query.get("name"))
          .emit();
    }
    return "enabled=" + chosen.isEnabled(severity, context);
  }

  /** One record with eight attributes. */
  String rich(Map<String, String> query) {
    logger
        .logRecordBuilder()
        .setSeverity(Severity.INFO)
        .setContext(Context.root())
        .setBody(query.get("name"))
        .setAllAttributes(TypedSpans.eight())
        .emit();
    return "";
  }
}
