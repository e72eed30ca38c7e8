package dev.opamp.javaagent.owntelemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reports how each export of log records ends, and marks what runs in it. */
final class WatchedLogRecordExporter implements LogRecordExporter {

  private final LogRecordExporter delegate;
  private final ExportOutcomes outcomes;
  private final ExportThreads threads;
  private final AtomicBoolean closed = new AtomicBoolean();

  WatchedLogRecordExporter(
      LogRecordExporter delegate, ExportOutcomes outcomes, ExportThreads threads) {
    this.delegate = delegate;
    this.outcomes = outcomes;
    this.threads = threads;
  }

  @Override
  public CompletableResultCode export(Collection<LogRecordData> records) {
    int count = records.size();
    return threads.exporting(() -> outcomes.watch(OwnSignal.LOGS, count, delegate.export(records)));
  }

  @Override
  public CompletableResultCode flush() {
    return delegate.flush();
  }

  /** Who is cut off is shut down before its provider does it again. */
  @Override
  public CompletableResultCode shutdown() {
    return closed.compareAndSet(false, true)
        ? delegate.shutdown()
        : CompletableResultCode.ofSuccess();
  }
}
