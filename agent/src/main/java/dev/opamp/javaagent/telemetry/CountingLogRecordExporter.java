package dev.opamp.javaagent.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;

/** Counts what an exporter delivered and what it did not. */
final class CountingLogRecordExporter implements LogRecordExporter {

  private final LogRecordExporter delegate;
  private final PipelineStats stats;
  private final AtomicBoolean closed = new AtomicBoolean();

  CountingLogRecordExporter(LogRecordExporter delegate, PipelineStats stats) {
    this.delegate = delegate;
    this.stats = stats;
  }

  @Override
  public CompletableResultCode export(Collection<LogRecordData> logs) {
    int items = logs.size();
    try {
      return stats.track(items, delegate.export(logs));
    } catch (RuntimeException | Error e) {
      stats.threw(items, e);
      throw e;
    }
  }

  @Override
  public CompletableResultCode flush() {
    return delegate.flush();
  }

  /** Whoever is given up is shut down first by the agent, then by its processor. */
  @Override
  public CompletableResultCode shutdown() {
    return closed.compareAndSet(false, true)
        ? delegate.shutdown()
        : CompletableResultCode.ofSuccess();
  }

  @Override
  public String toString() {
    return delegate.toString();
  }
}
