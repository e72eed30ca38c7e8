package dev.opamp.javaagent.telemetry.hostsdk;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What a document makes of one periodic metric reader of the application. */
final class ReaderPlan {

  /** A reader that the document has no use for: it is collected, and nothing is exported. */
  static final ReaderPlan OFF = new ReaderPlan(null, 0);

  private final @Nullable MetricExporter exporter;
  private final long intervalNanos;
  private volatile CompletableResultCode lastExport = CompletableResultCode.ofSuccess();

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

  /** Exports by it. */
  CompletableResultCode export(Collection<MetricData> metrics) {
    MetricExporter to = exporter;
    if (to == null) {
      return CompletableResultCode.ofSuccess();
    }
    CompletableResultCode result = to.export(metrics);
    lastExport = result;
    return result;
  }

  /** What is under way: exporters of metrics do not wait for it in a flush. */
  CompletableResultCode lastExport() {
    return lastExport;
  }

  long intervalNanos() {
    return intervalNanos;
  }
}
