package dev.opamp.javaagent.telemetry.hostsdk;

import io.opentelemetry.sdk.metrics.export.MetricExporter;
import org.jspecify.annotations.Nullable;

/** What a document makes of one periodic metric reader of the application. */
final class ReaderPlan {

  /** A reader that the document has no use for: it is collected, and nothing is exported. */
  static final ReaderPlan OFF = new ReaderPlan(null, 0);

  private final @Nullable MetricExporter exporter;
  private final long intervalNanos;

  /**
   * @param exporter null when nothing is to be exported
   * @param intervalNanos 0 for the application's own
   */
  ReaderPlan(@Nullable MetricExporter exporter, long intervalNanos) {
    this.exporter = exporter;
    this.intervalNanos = intervalNanos;
  }

  @Nullable MetricExporter exporter() {
    return exporter;
  }

  long intervalNanos() {
    return intervalNanos;
  }
}
