package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import java.util.Locale;

/** What a document says about the log records of a scope. */
final class LogRule {

  private final boolean enabled;
  private final int minimumSeverity;
  private final boolean sampledTracesOnly;

  private LogRule(boolean enabled, int minimumSeverity, boolean sampledTracesOnly) {
    this.enabled = enabled;
    this.minimumSeverity = minimumSeverity;
    this.sampledTracesOnly = sampledTracesOnly;
  }

  static LogRule read(DocumentNode config) throws ConfigRejectedException {
    Refusal refusal = new Refusal();
    refusal.unlessIn(config, "is not known here", "enabled", "minimum_severity", "trace_based");
    refusal.check();
    return new LogRule(
        !config.child("enabled").sameValue(false),
        severity(config.child("minimum_severity")),
        config.child("trace_based").sameValue(true));
  }

  private static int severity(DocumentNode node) throws ConfigRejectedException {
    if (!node.isPresent()) {
      return 0;
    }
    String name = String.valueOf(node.value()).toUpperCase(Locale.ROOT);
    try {
      return Severity.valueOf(name).getSeverityNumber();
    } catch (IllegalArgumentException e) {
      throw Refusal.of(node, "is not a severity");
    }
  }

  /** As the SDK does it: a record without a severity, or without a trace, passes. */
  boolean lets(LogRecordData record) {
    int severity = record.getSeverity().getSeverityNumber();
    boolean unsampled = record.getSpanContext().isValid() && !record.getSpanContext().isSampled();
    return enabled
        && (severity == 0 || severity >= minimumSeverity)
        && !(sampledTracesOnly && unsampled);
  }
}
